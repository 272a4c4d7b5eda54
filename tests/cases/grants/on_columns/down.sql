-- users_alter_column_city
REVOKE SELECT (city) ON TABLE users FROM "Fluent Test Writer";

-- users_alter_column_name
REVOKE SELECT (name) ON TABLE users FROM "Fluent Test Writer";
REVOKE SELECT (name), UPDATE (name) ON TABLE users FROM fluent_test_reader;
