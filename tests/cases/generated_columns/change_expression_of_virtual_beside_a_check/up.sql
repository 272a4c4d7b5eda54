-- items_drop_column_twice
ALTER TABLE items DROP COLUMN twice;

-- items_add_column_twice
ALTER TABLE items ADD COLUMN twice integer GENERATED ALWAYS AS (price + price) VIRTUAL;
