-- users_drop_column_phone
ALTER TABLE users ADD COLUMN phone text NOT NULL DEFAULT '';
ALTER TABLE users ALTER COLUMN phone DROP DEFAULT;
