-- alter_users
REVOKE DELETE, INSERT, REFERENCES, TRIGGER, TRUNCATE, UPDATE ON TABLE users FROM fluent_test_reader;

-- users_alter_column_name
REVOKE SELECT (name) ON TABLE users FROM "Fluent Test Writer";
