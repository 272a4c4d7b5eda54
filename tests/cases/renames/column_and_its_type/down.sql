-- users_alter_column_number
ALTER TABLE users ALTER COLUMN number TYPE integer;

-- users_rename_column_n_to_number
ALTER TABLE users RENAME COLUMN number TO n;
