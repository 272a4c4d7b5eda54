-- items_alter_column_twice
ALTER TABLE items ALTER COLUMN twice SET EXPRESSION AS (cost * 2);

-- items_rename_column_cost_to_price
ALTER TABLE items RENAME COLUMN price TO cost;
