-- users_drop_column_tags
ALTER TABLE users ADD COLUMN tags text[] NOT NULL DEFAULT '{}';
ALTER TABLE users ALTER COLUMN tags DROP DEFAULT;
