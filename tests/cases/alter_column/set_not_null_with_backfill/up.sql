-- users_alter_column_s
-- Hazard: fails where the backfill of users.s gives NULL
-- Down: rows that held NULL in users.s keep their backfill
UPDATE users SET s = ('user ' || id) WHERE s IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE users ALTER COLUMN s SET NOT NULL;
