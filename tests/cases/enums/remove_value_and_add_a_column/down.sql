-- users_add_column_tone
ALTER TABLE users DROP COLUMN tone;

-- alter_enum_mood
ALTER TYPE mood ADD VALUE 'a' BEFORE 'b';
