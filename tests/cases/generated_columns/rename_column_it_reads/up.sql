-- items_rename_column_cost_to_price
ALTER TABLE items RENAME COLUMN cost TO price;
