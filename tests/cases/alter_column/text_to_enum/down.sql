-- users_alter_column_mood
ALTER TABLE users
    ALTER COLUMN mood DROP DEFAULT,
    ALTER COLUMN mood TYPE text,
    ALTER COLUMN mood SET DEFAULT 'ok';

-- create_enum_users_mood
DROP TYPE users_mood;
