-- orders_alter_column_id
-- Hazard: rewrites orders under an exclusive lock
-- Down: fails where orders.id is out of range for integer
ALTER TABLE orders ALTER COLUMN id TYPE bigint;
