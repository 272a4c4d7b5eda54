-- users_alter_column_id
-- Hazard: rewrites users under an exclusive lock
-- Down: fails where users.id is out of range for integer
ALTER TABLE users ALTER COLUMN id TYPE bigint;

-- posts_alter_column_author_id
-- Hazard: rewrites posts under an exclusive lock
-- Down: fails where posts.author_id is out of range for integer
ALTER TABLE posts ALTER COLUMN author_id TYPE bigint;
