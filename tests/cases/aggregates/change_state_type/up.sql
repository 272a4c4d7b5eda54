-- alter_aggregate_total
DROP AGGREGATE total(integer);
CREATE AGGREGATE total(integer) (SFUNC = int4_sum, STYPE = bigint);
COMMENT ON AGGREGATE total(integer) IS 'kept';
GRANT EXECUTE ON FUNCTION total(integer) TO fluent_test_reader;
