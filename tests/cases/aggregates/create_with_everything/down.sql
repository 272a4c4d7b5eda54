-- create_aggregate_spread
DROP AGGREGATE spread(double precision);
