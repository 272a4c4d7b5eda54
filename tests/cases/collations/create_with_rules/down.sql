-- create_collation_reversed
DROP COLLATION reversed;
