-- users_alter_column_id
-- Hazard: rewrites users under an exclusive lock
-- Down: fails where users.id is out of range for integer
ALTER TABLE users ALTER COLUMN id TYPE bigint;
