-- items_drop_column_twice
-- Down: fails where the expression of items.twice is NULL
ALTER TABLE items DROP COLUMN twice;
