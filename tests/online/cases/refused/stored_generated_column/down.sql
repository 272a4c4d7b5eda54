-- Rollback: 20260101000000_users_add_column_double.sql

ALTER TABLE users DROP COLUMN double;
