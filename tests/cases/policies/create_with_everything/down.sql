-- users_create_policy_remove
DROP POLICY remove ON users;

-- users_create_policy_see
DROP POLICY see ON users;

-- users_create_policy_add
DROP POLICY add ON users;

-- users_create_policy_own
DROP POLICY own ON users;

-- alter_users
ALTER TABLE users
    DISABLE ROW LEVEL SECURITY,
    NO FORCE ROW LEVEL SECURITY;
