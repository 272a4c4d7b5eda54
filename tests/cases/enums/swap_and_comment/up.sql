-- alter_enum_users_mood
-- Hazard: fails while users.mood holds 'a'
-- Hazard: rewrites users under an exclusive lock
ALTER TYPE users_mood RENAME TO users_mood__old;
CREATE TYPE users_mood AS ENUM ('b');
COMMENT ON TYPE users_mood IS 'old';
ALTER TABLE users ALTER COLUMN mood TYPE users_mood USING mood::text::users_mood;
DROP TYPE users_mood__old;

-- users_mood_comment
COMMENT ON TYPE users_mood IS 'new';
