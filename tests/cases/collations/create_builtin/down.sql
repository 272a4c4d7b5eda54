-- create_collation_fast
DROP COLLATION fast;
