-- users_alter_policy_own
ALTER POLICY own ON users TO fluent_test_reader USING (name = session_user) WITH CHECK (name <> '');
