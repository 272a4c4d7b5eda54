-- users_alter_column_flag
-- Hazard: may change values of users.flag on the way to boolean
-- Hazard: rewrites users under an exclusive lock
-- Down: users.flag comes back as integer from what boolean kept of it
ALTER TABLE users
    ALTER COLUMN flag DROP DEFAULT,
    ALTER COLUMN flag TYPE boolean USING flag::boolean,
    ALTER COLUMN flag SET DEFAULT true;
