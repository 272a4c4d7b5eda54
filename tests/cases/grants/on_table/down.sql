-- alter_users
REVOKE UPDATE ON TABLE users FROM "Fluent Test Writer";
REVOKE INSERT, SELECT ON TABLE users FROM PUBLIC, fluent_test_reader;
