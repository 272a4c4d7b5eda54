-- users_alter_column_x
-- Hazard: fails where users.x does not read as uuid
-- Hazard: rewrites users under an exclusive lock
-- Down: fails where users.x does not read as date
ALTER TABLE users ALTER COLUMN x TYPE uuid USING x::text::uuid;
