-- alter_enum_users_mood
-- Down: fails while users.mood holds 'c'
ALTER TYPE users_mood ADD VALUE 'c' AFTER 'b';

-- users_alter_column_mood
-- Hazard: fails where the backfill of users.mood gives NULL
-- Down: rows that held NULL in users.mood keep their backfill
UPDATE users SET mood = 'c' WHERE mood IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE users ALTER COLUMN mood SET NOT NULL;
