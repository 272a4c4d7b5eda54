-- users_add_column_phone
-- Down: loses data in users.phone
ALTER TABLE users ADD COLUMN phone text;
