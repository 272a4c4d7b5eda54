-- items_add_index_items_twice
DROP INDEX items_twice;

-- items_add_column_twice
ALTER TABLE items DROP COLUMN twice;

-- items_alter_column_price
ALTER TABLE items ALTER COLUMN price TYPE integer;

-- items_drop_column_twice
ALTER TABLE items ADD COLUMN twice integer GENERATED ALWAYS AS (price * 2) STORED;
COMMENT ON COLUMN items.twice IS 'kept';

-- items_drop_index_items_twice
CREATE INDEX items_twice ON items (twice);
