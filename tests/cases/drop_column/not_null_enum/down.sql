-- drop_enum_users_mood
CREATE TYPE users_mood AS ENUM ('sad', 'ok');

-- users_drop_column_mood
ALTER TABLE users ADD COLUMN mood users_mood NOT NULL DEFAULT 'sad';
ALTER TABLE users ALTER COLUMN mood DROP DEFAULT;
