-- alter_publication_changes
COMMENT ON PUBLICATION changes IS NULL;

-- alter_materialized_view_app_m
COMMENT ON INDEX app.m_a IS NULL;
COMMENT ON MATERIALIZED VIEW app.m IS NULL;

-- alter_view_app_v
COMMENT ON VIEW app.v IS NULL;
COMMENT ON COLUMN app.v.a IS NULL;

-- alter_aggregate_app_total
COMMENT ON AGGREGATE app.total(integer) IS NULL;

-- alter_procedure_app_p
COMMENT ON PROCEDURE app.p() IS NULL;

-- alter_function_app_f
COMMENT ON FUNCTION app.f(integer) IS NULL;

-- alter_sequence_app_numbers
COMMENT ON SEQUENCE app.numbers IS NULL;

-- alter_range_type_app_span
COMMENT ON TYPE app.span IS NULL;

-- alter_composite_type_app_pair
COMMENT ON TYPE app.pair IS NULL;
COMMENT ON COLUMN app.pair.a IS NULL;

-- alter_domain_app_short
COMMENT ON DOMAIN app.short IS NULL;
COMMENT ON CONSTRAINT short ON DOMAIN app.short IS NULL;

-- alter_collation_app_plain
COMMENT ON COLLATION app.plain IS NULL;

-- alter_namespace_app
COMMENT ON SCHEMA app IS NULL;
