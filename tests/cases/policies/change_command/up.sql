-- users_alter_policy_own
DROP POLICY own ON users;
CREATE POLICY own ON users FOR SELECT USING (name = current_user);
COMMENT ON POLICY own ON users IS 'kept';
