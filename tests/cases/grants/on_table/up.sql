-- alter_users
GRANT INSERT, SELECT ON TABLE users TO PUBLIC, fluent_test_reader;
GRANT UPDATE ON TABLE users TO "Fluent Test Writer" WITH GRANT OPTION;
