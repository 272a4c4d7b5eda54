-- alter_users
GRANT MAINTAIN ON TABLE users TO fluent_test_reader;
