-- drop_enum_users_mood
CREATE TYPE users_mood AS ENUM ('sad', 'ok');

-- users_drop_column_mood
ALTER TABLE users ADD COLUMN mood users_mood NOT NULL DEFAULT 'sad';
ALTER TABLE users ALTER COLUMN mood DROP DEFAULT;
ALTER TABLE users ADD CONSTRAINT users_mood_key UNIQUE (mood);

-- users_drop_column_first
ALTER TABLE users ADD COLUMN first boolean NOT NULL DEFAULT false;
ALTER TABLE users ALTER COLUMN first DROP DEFAULT;
ALTER TABLE users ADD CONSTRAINT users_first_key UNIQUE (first);
