-- users_alter_column_s
-- Down: fails where users.s is longer than 10 characters
ALTER TABLE users
    ALTER COLUMN s DROP DEFAULT,
    ALTER COLUMN s TYPE text,
    ALTER COLUMN s SET DEFAULT 'a';
