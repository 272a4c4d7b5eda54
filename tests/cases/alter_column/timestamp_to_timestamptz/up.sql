-- users_alter_column_at
-- Hazard: reads users.at in the session's time zone
-- Hazard: rewrites users under an exclusive lock
-- Down: reads users.at in the session's time zone
ALTER TABLE users ALTER COLUMN at TYPE timestamp with time zone;
