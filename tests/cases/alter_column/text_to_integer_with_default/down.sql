-- users_alter_column_s
ALTER TABLE users
    ALTER COLUMN s DROP DEFAULT,
    ALTER COLUMN s TYPE text,
    ALTER COLUMN s SET DEFAULT '0';
