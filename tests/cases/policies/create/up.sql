-- alter_users
ALTER TABLE users ENABLE ROW LEVEL SECURITY;

-- users_create_policy_own
CREATE POLICY own ON users USING (name = current_user);
