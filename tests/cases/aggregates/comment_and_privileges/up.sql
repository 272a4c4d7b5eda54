-- alter_aggregate_total
COMMENT ON AGGREGATE total(integer) IS 'new';
REVOKE EXECUTE ON FUNCTION total(integer) FROM PUBLIC;
