-- users_alter_column_flag
ALTER TABLE users
    ALTER COLUMN flag DROP DEFAULT,
    ALTER COLUMN flag TYPE integer USING flag::integer,
    ALTER COLUMN flag SET DEFAULT 1;
