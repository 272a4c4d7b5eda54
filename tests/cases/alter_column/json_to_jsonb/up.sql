-- users_alter_column_data
-- Hazard: may change values of users.data on the way to jsonb
-- Hazard: rewrites users under an exclusive lock
-- Down: users.data comes back as json from what jsonb kept of it
ALTER TABLE users
    ALTER COLUMN data DROP DEFAULT,
    ALTER COLUMN data TYPE jsonb,
    ALTER COLUMN data SET DEFAULT '{}';
