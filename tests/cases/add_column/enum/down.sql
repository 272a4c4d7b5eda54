-- users_add_column_mood
ALTER TABLE users DROP COLUMN mood;

-- create_enum_users_mood
DROP TYPE users_mood;
