-- users_alter_policy_mine
COMMENT ON POLICY mine ON users IS NULL;

-- users_rename_policy_own_to_mine
ALTER POLICY mine ON users RENAME TO own;
