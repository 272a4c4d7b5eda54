-- users_alter_policy_a
DROP POLICY b ON users;
DROP POLICY a ON users;
CREATE POLICY b ON users USING (id > 1);
CREATE POLICY a ON users USING (id > 1) WITH CHECK (id > 2);
