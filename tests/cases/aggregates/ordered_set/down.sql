-- create_aggregate_middle
DROP AGGREGATE middle(double precision, double precision);
