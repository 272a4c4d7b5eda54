-- users_alter_column_name
-- Down: fails where users.name is longer than 20 characters
DROP POLICY own ON users;
ALTER TABLE users ALTER COLUMN name TYPE text;
CREATE POLICY own ON users TO fluent_test_reader USING (name = current_user);
COMMENT ON POLICY own ON users IS 'kept';
