-- users_alter_column_mood
ALTER TABLE users ALTER COLUMN mood SET DEFAULT 'b';

-- alter_enum_users_mood
-- Hazard: fails while users.mood holds 'c'
-- Hazard: rewrites users under an exclusive lock
ALTER TYPE users_mood RENAME TO users_mood__old;
CREATE TYPE users_mood AS ENUM ('a', 'b');
ALTER TABLE users
    ALTER COLUMN mood DROP DEFAULT,
    ALTER COLUMN mood TYPE users_mood USING mood::text::users_mood,
    ALTER COLUMN mood SET DEFAULT 'b';
DROP TYPE users_mood__old;
