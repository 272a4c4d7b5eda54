-- users_alter_column_name
DROP POLICY own ON users;
ALTER TABLE users ALTER COLUMN name TYPE character varying(20);
CREATE POLICY own ON users TO fluent_test_reader USING (name = current_user);
COMMENT ON POLICY own ON users IS 'kept';
