-- alter_namespace_app
GRANT USAGE ON SCHEMA app TO fluent_test_reader;

-- alter_sequence_app_numbers
GRANT SELECT ON SEQUENCE app.numbers TO fluent_test_reader;

-- alter_function_app_f
REVOKE EXECUTE ON FUNCTION app.f(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.f(integer) TO fluent_test_reader;

-- alter_procedure_app_p
GRANT EXECUTE ON PROCEDURE app.p() TO fluent_test_reader;

-- alter_aggregate_app_total
GRANT EXECUTE ON FUNCTION app.total(integer) TO fluent_test_reader;

-- alter_domain_app_short
GRANT USAGE ON DOMAIN app.short TO fluent_test_reader;

-- alter_composite_type_app_pair
GRANT USAGE ON TYPE app.pair TO fluent_test_reader;

-- alter_range_type_app_span
GRANT USAGE ON TYPE app.span TO fluent_test_reader;

-- alter_users
GRANT DELETE ON TABLE users TO fluent_test_reader;

-- grant_app_mood
GRANT USAGE ON TYPE app.mood TO fluent_test_reader;

-- alter_view_app_v
GRANT INSERT ON TABLE app.v TO fluent_test_reader;
GRANT SELECT (id) ON TABLE app.v TO fluent_test_reader;

-- alter_materialized_view_app_m
GRANT SELECT ON TABLE app.m TO fluent_test_reader;
