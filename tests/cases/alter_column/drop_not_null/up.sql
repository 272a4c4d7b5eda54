-- users_alter_column_s
-- Down: fails while users.s holds NULL
ALTER TABLE users ALTER COLUMN s DROP NOT NULL;
