-- posts_alter_column_author_id
ALTER TABLE posts ALTER COLUMN author_id TYPE integer;

-- users_alter_column_id
ALTER TABLE users ALTER COLUMN id TYPE integer;
