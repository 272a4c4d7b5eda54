-- drop_aggregate_total
DROP AGGREGATE total(integer);

-- create_aggregate_tools_sums
CREATE AGGREGATE tools.sums(integer) (SFUNC = int4pl, STYPE = integer);
