-- alter_enum_users_mood
ALTER TYPE users_mood ADD VALUE 'c' AFTER 'b';

-- users_alter_column_mood
ALTER TABLE users ALTER COLUMN mood SET DEFAULT 'c';
