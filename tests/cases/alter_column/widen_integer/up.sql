-- users_alter_column_n
-- Hazard: rewrites users under an exclusive lock
-- Down: fails where users.n is out of range for integer
ALTER TABLE users
    ALTER COLUMN n DROP DEFAULT,
    ALTER COLUMN n TYPE bigint,
    ALTER COLUMN n SET DEFAULT 0;
