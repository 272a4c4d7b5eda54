-- drop_enum_users_mood
CREATE TYPE users_mood AS ENUM ('sad', 'ok');

-- users_drop_column_mood
ALTER TABLE users ADD COLUMN mood users_mood;
UPDATE users SET mood = 'sad' WHERE mood IS NULL;
ALTER TABLE users ALTER COLUMN mood SET NOT NULL;
