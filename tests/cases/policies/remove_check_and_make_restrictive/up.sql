-- users_alter_policy_a
DROP POLICY a ON users;
DROP POLICY b ON users;
CREATE POLICY a ON users USING (id > 1);
CREATE POLICY b ON users AS RESTRICTIVE USING (id > 1);
