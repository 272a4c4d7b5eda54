-- items_rename_column_cost_to_price
ALTER TABLE items RENAME COLUMN cost TO price;

-- items_alter_column_twice
-- Hazard: rewrites items under an exclusive lock
ALTER TABLE items ALTER COLUMN twice SET EXPRESSION AS (price * 2);
