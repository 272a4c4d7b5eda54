-- alter_enum_mood
ALTER TYPE mood ADD VALUE 'a' BEFORE 'b';

-- users_drop_column_tone
ALTER TABLE users ADD COLUMN tone mood NOT NULL DEFAULT 'a';
ALTER TABLE users ALTER COLUMN tone DROP DEFAULT;
