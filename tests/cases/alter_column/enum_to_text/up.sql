-- users_alter_column_mood
-- Hazard: rewrites users under an exclusive lock
-- Down: fails where users.mood does not read as users_mood
ALTER TABLE users
    ALTER COLUMN mood DROP DEFAULT,
    ALTER COLUMN mood TYPE text,
    ALTER COLUMN mood SET DEFAULT 'ok';

-- drop_enum_users_mood
DROP TYPE users_mood;
