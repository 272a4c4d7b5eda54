-- create_aggregate_moving
DROP AGGREGATE moving(integer);
