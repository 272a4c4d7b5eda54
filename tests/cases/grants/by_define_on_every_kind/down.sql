-- alter_materialized_view_app_m
REVOKE SELECT ON TABLE app.m FROM fluent_test_reader;

-- alter_view_app_v
REVOKE INSERT ON TABLE app.v FROM fluent_test_reader;
REVOKE SELECT (id) ON TABLE app.v FROM fluent_test_reader;

-- grant_app_mood
REVOKE USAGE ON TYPE app.mood FROM fluent_test_reader;

-- alter_users
REVOKE DELETE ON TABLE users FROM fluent_test_reader;

-- alter_range_type_app_span
REVOKE USAGE ON TYPE app.span FROM fluent_test_reader;

-- alter_composite_type_app_pair
REVOKE USAGE ON TYPE app.pair FROM fluent_test_reader;

-- alter_domain_app_short
REVOKE USAGE ON DOMAIN app.short FROM fluent_test_reader;

-- alter_aggregate_app_total
REVOKE EXECUTE ON FUNCTION app.total(integer) FROM fluent_test_reader;

-- alter_procedure_app_p
REVOKE EXECUTE ON PROCEDURE app.p() FROM fluent_test_reader;

-- alter_function_app_f
REVOKE EXECUTE ON FUNCTION app.f(integer) FROM fluent_test_reader;
GRANT EXECUTE ON FUNCTION app.f(integer) TO PUBLIC;

-- alter_sequence_app_numbers
REVOKE SELECT ON SEQUENCE app.numbers FROM fluent_test_reader;

-- alter_namespace_app
REVOKE USAGE ON SCHEMA app FROM fluent_test_reader;
