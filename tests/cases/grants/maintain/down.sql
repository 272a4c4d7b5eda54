-- alter_users
REVOKE MAINTAIN ON TABLE users FROM fluent_test_reader;
