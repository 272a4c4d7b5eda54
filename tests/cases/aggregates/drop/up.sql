-- drop_aggregate_total
DROP AGGREGATE total(integer);
