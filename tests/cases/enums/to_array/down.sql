-- users_alter_column_mood
ALTER TABLE users ALTER COLUMN mood TYPE users_mood USING mood::text::users_mood;
