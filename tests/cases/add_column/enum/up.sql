-- create_enum_users_mood
CREATE TYPE users_mood AS ENUM ('sad', 'ok');

-- users_add_column_mood
-- Down: loses data in users.mood
ALTER TABLE users ADD COLUMN mood users_mood NOT NULL DEFAULT 'ok';
