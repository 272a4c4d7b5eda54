-- items_alter_column_price
-- Hazard: rewrites items under an exclusive lock
-- Down: fails where items.price is out of range for integer
ALTER TABLE items ALTER COLUMN price TYPE bigint;
