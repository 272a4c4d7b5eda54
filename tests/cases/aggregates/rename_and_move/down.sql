-- create_aggregate_tools_sums
DROP AGGREGATE tools.sums(integer);

-- drop_aggregate_total
CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer);
