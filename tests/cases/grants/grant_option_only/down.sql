-- alter_users
REVOKE SELECT ON TABLE users FROM fluent_test_reader;

-- alter_users
GRANT SELECT ON TABLE users TO fluent_test_reader;
