-- items_add_column_total
ALTER TABLE items DROP COLUMN total;
