-- users_alter_column_tags
-- Hazard: fails where users.tags does not read as text[]
-- Hazard: rewrites users under an exclusive lock
ALTER TABLE users ALTER COLUMN tags TYPE text[] USING tags::text[];
