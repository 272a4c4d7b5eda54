-- alter_enum_users_mood
-- Hazard: fails while users.mood holds 'a'
-- Hazard: rewrites users under an exclusive lock
DROP INDEX by_mood;
ALTER TABLE users DROP CONSTRAINT not_c;
ALTER TYPE users_mood RENAME TO users_mood__old;
CREATE TYPE users_mood AS ENUM ('b', 'c');
ALTER TABLE users ALTER COLUMN mood TYPE users_mood USING mood::text::users_mood;
DROP TYPE users_mood__old;
ALTER TABLE users ADD CONSTRAINT not_c CHECK (mood <> 'c');
CREATE INDEX by_mood ON users (mood) WHERE mood = 'b';
