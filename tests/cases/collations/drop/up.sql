-- drop_collation_german
DROP COLLATION german;
