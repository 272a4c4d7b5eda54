-- users_alter_column_name
GRANT SELECT (name) ON TABLE users TO "Fluent Test Writer";
GRANT SELECT (name), UPDATE (name) ON TABLE users TO fluent_test_reader;

-- users_alter_column_city
GRANT SELECT (city) ON TABLE users TO "Fluent Test Writer";
