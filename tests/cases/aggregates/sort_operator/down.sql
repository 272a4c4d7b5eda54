-- create_aggregate_lowest
DROP AGGREGATE lowest(integer);
