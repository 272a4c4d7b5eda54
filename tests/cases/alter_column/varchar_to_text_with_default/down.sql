-- users_alter_column_s
ALTER TABLE users
    ALTER COLUMN s DROP DEFAULT,
    ALTER COLUMN s TYPE character varying(10),
    ALTER COLUMN s SET DEFAULT 'a';
