-- users_alter_column_s
-- Hazard: fails where users.s does not read as integer
-- Hazard: rewrites users under an exclusive lock
-- Down: users.s comes back as text from what integer kept of it
ALTER TABLE users
    ALTER COLUMN s DROP DEFAULT,
    ALTER COLUMN s TYPE integer USING s::integer,
    ALTER COLUMN s SET DEFAULT 0;
