-- users_drop_index_users_sad
DROP VIEW moods;
DROP INDEX users_sad;
DROP FUNCTION worst();
ALTER TYPE users_mood ADD VALUE 'odd' AFTER 'ok';
CREATE INDEX users_sad ON users (id) WHERE mood = 'sad';
CREATE FUNCTION worst()
RETURNS users_mood
LANGUAGE sql
AS $$SELECT 'sad'::users_mood$$;
CREATE VIEW moods AS
SELECT mood FROM users WHERE mood <> 'sad';
COMMENT ON VIEW moods IS 'kept';
