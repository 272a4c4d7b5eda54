-- alter_aggregate_total
DROP VIEW sums;
DROP AGGREGATE total(integer);
CREATE AGGREGATE total(integer) (SFUNC = int4_sum, STYPE = bigint);
CREATE VIEW sums AS
SELECT total(n) AS n FROM numbers;
