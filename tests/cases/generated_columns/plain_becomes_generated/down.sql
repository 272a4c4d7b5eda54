-- items_add_index_items_twice
DROP INDEX items_twice;

-- items_add_column_twice
ALTER TABLE items DROP COLUMN twice;

-- items_drop_column_twice
ALTER TABLE items ADD COLUMN twice integer;

-- items_drop_index_items_twice
CREATE INDEX items_twice ON items (twice);
