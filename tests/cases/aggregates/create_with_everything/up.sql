-- create_aggregate_spread
CREATE AGGREGATE spread(double precision) (
    SFUNC = float8_accum,
    STYPE = double precision[],
    SSPACE = 32,
    FINALFUNC = float8_avg,
    FINALFUNC_MODIFY = read_only,
    COMBINEFUNC = float8_combine,
    INITCOND = '{0,0,0}',
    PARALLEL = safe
);
REVOKE EXECUTE ON FUNCTION spread(double precision) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spread(double precision) TO fluent_test_reader;
