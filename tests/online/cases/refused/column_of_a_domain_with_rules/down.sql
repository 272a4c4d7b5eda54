-- Rollback: 20260101000000_users_add_column_rank.sql
-- Down: loses data in users.rank

ALTER TABLE users DROP COLUMN rank;
