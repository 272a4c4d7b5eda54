-- create_collation_ignore_case
DROP COLLATION ignore_case;
