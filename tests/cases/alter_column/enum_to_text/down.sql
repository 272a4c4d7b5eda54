-- drop_enum_users_mood
CREATE TYPE users_mood AS ENUM ('sad', 'ok');

-- users_alter_column_mood
ALTER TABLE users
    ALTER COLUMN mood DROP DEFAULT,
    ALTER COLUMN mood TYPE users_mood USING mood::users_mood,
    ALTER COLUMN mood SET DEFAULT 'ok';
