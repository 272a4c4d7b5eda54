-- users_alter_column_n
-- Hazard: fails where users.n is out of range for integer
-- Hazard: rewrites users under an exclusive lock
ALTER TABLE users ALTER COLUMN n TYPE integer;
