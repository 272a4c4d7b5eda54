-- alter_users
ALTER TABLE users
    ENABLE ROW LEVEL SECURITY,
    FORCE ROW LEVEL SECURITY;

-- users_create_policy_own
CREATE POLICY own ON users
    AS RESTRICTIVE
    FOR UPDATE
    TO fluent_test_reader, "Fluent Test Writer"
    USING (name = current_user)
    WITH CHECK (name <> '');
COMMENT ON POLICY own ON users IS 'one''s own';

-- users_create_policy_add
CREATE POLICY add ON users FOR INSERT TO fluent_test_reader WITH CHECK (true);

-- users_create_policy_see
CREATE POLICY see ON users FOR SELECT USING (true);

-- users_create_policy_remove
CREATE POLICY remove ON users FOR DELETE USING (false);
