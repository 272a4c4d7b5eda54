-- users_alter_column_s
-- Hazard: fails where users.s does not read as timestamp with time zone
-- Hazard: rewrites users under an exclusive lock
-- Down: users.s comes back as text from what timestamp with time zone kept of it
ALTER TABLE users ALTER COLUMN s TYPE timestamp with time zone USING s::timestamp with time zone;
