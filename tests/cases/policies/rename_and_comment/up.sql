-- users_rename_policy_own_to_mine
ALTER POLICY own ON users RENAME TO mine;

-- users_alter_policy_mine
COMMENT ON POLICY mine ON users IS 'new';
