-- Rollback: 20260101000000_users_add_column_number.sql
-- Down: loses data in users.number

ALTER TABLE users DROP CONSTRAINT users_number_key;

ALTER TABLE users DROP COLUMN number;
