-- users_rename_column_n_to_number
ALTER TABLE users RENAME COLUMN n TO number;

-- users_alter_column_number
-- Hazard: rewrites users under an exclusive lock
-- Down: fails where users.number is out of range for integer
ALTER TABLE users ALTER COLUMN number TYPE bigint;
