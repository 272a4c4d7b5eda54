-- create_collation_plain
DROP COLLATION plain;
