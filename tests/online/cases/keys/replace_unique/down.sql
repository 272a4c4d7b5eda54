-- Rollback: 20260101000000_users_alter_unique_once.sql
-- Down: fails while users.email holds duplicates

-- Step: 1 bare
CREATE UNIQUE INDEX CONCURRENTLY _fl_5247f6698ba3 ON users (email);

-- Step: 2 short
ALTER TABLE users DROP CONSTRAINT once;

ALTER TABLE users ADD CONSTRAINT once UNIQUE USING INDEX _fl_5247f6698ba3;
