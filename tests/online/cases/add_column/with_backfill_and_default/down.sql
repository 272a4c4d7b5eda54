-- Rollback: 20260101000000_users_add_column_shown.sql
-- Down: loses data in users.shown

ALTER TABLE users DROP COLUMN shown;
