-- users_drop_trigger_touch
DROP TRIGGER touch ON users;

-- users_drop_rule_keep
DROP RULE keep ON users;

-- users_drop_policy_own
DROP POLICY own ON users;

-- drop_statistics_users_stats
DROP STATISTICS users_stats;

-- drop_users
-- Hazard: loses every row of users
-- Down: users comes back empty
DROP TABLE users;
