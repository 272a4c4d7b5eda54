-- items_alter_column_twice
ALTER TABLE items ALTER COLUMN twice SET EXPRESSION AS (price + price);
