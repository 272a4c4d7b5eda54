-- users_alter_column_n
ALTER TABLE users
    ALTER COLUMN n DROP DEFAULT,
    ALTER COLUMN n TYPE integer,
    ALTER COLUMN n SET DEFAULT 0;
