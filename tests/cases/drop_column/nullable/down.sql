-- users_drop_column_phone
ALTER TABLE users ADD COLUMN phone text;
COMMENT ON COLUMN users.phone IS 'gone';
