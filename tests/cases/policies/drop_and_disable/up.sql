-- users_drop_policy_own
DROP POLICY own ON users;

-- alter_users
ALTER TABLE users
    DISABLE ROW LEVEL SECURITY,
    NO FORCE ROW LEVEL SECURITY;
