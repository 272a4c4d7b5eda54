-- users_drop_column_phone
-- Hazard: loses data in users.phone
-- Down: users.phone comes back empty
ALTER TABLE users DROP COLUMN phone;
