-- alter_enum_users_mood
DROP VIEW moods;
ALTER TYPE users_mood RENAME TO users_mood__old;
CREATE TYPE users_mood AS ENUM ('sad', 'ok');
ALTER TABLE users ALTER COLUMN mood TYPE users_mood USING mood::text::users_mood;
DROP TYPE users_mood__old;
CREATE VIEW moods AS
SELECT mood FROM users;
