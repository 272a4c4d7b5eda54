-- alter_namespace_app
COMMENT ON SCHEMA app IS 'it''s a';

-- alter_collation_app_plain
COMMENT ON COLLATION app.plain IS 'it''s b';

-- alter_domain_app_short
COMMENT ON DOMAIN app.short IS 'd';
COMMENT ON CONSTRAINT short ON DOMAIN app.short IS 'it''s c';

-- alter_composite_type_app_pair
COMMENT ON TYPE app.pair IS 'f';
COMMENT ON COLUMN app.pair.a IS 'it''s e';

-- alter_range_type_app_span
COMMENT ON TYPE app.span IS 'g';

-- alter_sequence_app_numbers
COMMENT ON SEQUENCE app.numbers IS 'h';

-- alter_function_app_f
COMMENT ON FUNCTION app.f(integer) IS 'i';

-- alter_procedure_app_p
COMMENT ON PROCEDURE app.p() IS 'j';

-- alter_aggregate_app_total
COMMENT ON AGGREGATE app.total(integer) IS 'k';

-- alter_view_app_v
COMMENT ON VIEW app.v IS 'l';
COMMENT ON COLUMN app.v.a IS 'm';

-- alter_materialized_view_app_m
COMMENT ON INDEX app.m_a IS 'n';
COMMENT ON MATERIALIZED VIEW app.m IS 'o';

-- alter_publication_changes
COMMENT ON PUBLICATION changes IS 'p';
