-- users_alter_column_s
-- Hazard: fails where users.s does not read as bigint
-- Hazard: fails where the backfill of users.s gives NULL
-- Hazard: rewrites users under an exclusive lock
-- Down: users.s comes back as text from what bigint kept of it
-- Down: rows that held NULL in users.s keep their backfill
ALTER TABLE users
    ALTER COLUMN s DROP DEFAULT,
    ALTER COLUMN s TYPE bigint USING s::bigint,
    ALTER COLUMN s SET DEFAULT 5;
UPDATE users SET s = 1 WHERE s IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE users ALTER COLUMN s SET NOT NULL;

-- users_comment_s
COMMENT ON COLUMN users.s IS 'new';
