-- users_alter_column_name
GRANT SELECT (name) ON TABLE users TO "Fluent Test Writer";

-- alter_users
GRANT DELETE, INSERT, REFERENCES, TRIGGER, TRUNCATE, UPDATE ON TABLE users TO fluent_test_reader;
