-- Rollback: 20260101000000_users_alter_column_at.sql
-- Down: reads users.at in the session's time zone

-- Step: 1 short
SET LOCAL TimeZone = 'UTC';

ALTER TABLE users
    ALTER COLUMN at DROP DEFAULT,
    ALTER COLUMN at TYPE timestamp without time zone,
    ALTER COLUMN at SET DEFAULT '2020-01-01';
