-- users_alter_column_number
ALTER TABLE users ALTER COLUMN number DROP IDENTITY;
ALTER TABLE users
    ALTER COLUMN number DROP NOT NULL,
    ALTER COLUMN number TYPE text;
