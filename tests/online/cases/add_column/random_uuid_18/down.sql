-- Rollback: 20260101000000_users_add_column_token.sql
-- Down: loses data in users.token

ALTER TABLE users DROP COLUMN token;
