-- users_add_column_phone
-- Down: loses data in users.phone
ALTER TABLE users ADD COLUMN phone text;
COMMENT ON COLUMN users.phone IS 'with country code';
