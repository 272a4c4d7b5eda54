-- alter_enum_users_mood
DROP INDEX users_sad;
DROP FUNCTION worst();
DROP VIEW moods;
ALTER TYPE users_mood ADD VALUE 'odd' AFTER 'ok';
CREATE FUNCTION worst()
RETURNS users_mood
LANGUAGE sql
AS $$SELECT 'sad'::users_mood$$;
CREATE VIEW moods AS
SELECT mood FROM users WHERE mood <> 'sad';
COMMENT ON VIEW moods IS 'kept';
CREATE INDEX users_sad ON users (id) WHERE mood = 'sad';
