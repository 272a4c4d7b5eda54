-- alter_aggregate_total
COMMENT ON AGGREGATE total(integer) IS 'old';
GRANT EXECUTE ON FUNCTION total(integer) TO PUBLIC;
