-- alter_enum_users_mood
-- Hazard: fails while users.mood holds 'odd'
-- Hazard: rewrites users under an exclusive lock
DROP INDEX users_sad;
DROP VIEW moods;
DROP FUNCTION worst();
ALTER TYPE users_mood RENAME TO users_mood__old;
CREATE TYPE users_mood AS ENUM ('sad', 'ok');
ALTER TABLE users ALTER COLUMN mood TYPE users_mood USING mood::text::users_mood;
DROP TYPE users_mood__old;
CREATE VIEW moods AS
SELECT mood FROM users WHERE mood <> 'sad';
COMMENT ON VIEW moods IS 'kept';
CREATE FUNCTION worst()
RETURNS users_mood
LANGUAGE sql
AS $$SELECT 'sad'::users_mood$$;
CREATE INDEX users_sad ON users (id) WHERE mood = 'sad';
