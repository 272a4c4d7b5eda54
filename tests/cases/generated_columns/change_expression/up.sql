-- items_alter_column_twice
-- Hazard: rewrites items under an exclusive lock
ALTER TABLE items ALTER COLUMN twice SET EXPRESSION AS (price + price);
