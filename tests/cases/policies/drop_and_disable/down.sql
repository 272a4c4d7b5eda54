-- alter_users
ALTER TABLE users
    ENABLE ROW LEVEL SECURITY,
    FORCE ROW LEVEL SECURITY;

-- users_drop_policy_own
CREATE POLICY own ON users USING (name = current_user);
COMMENT ON POLICY own ON users IS 'old';
