-- Rollback: 20260101000000_orders_alter_column_total.sql
-- Down: rows that held NULL in orders.total keep their backfill

ALTER TABLE orders ALTER COLUMN total DROP NOT NULL;
