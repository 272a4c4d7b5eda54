-- items_drop_index_items_twice
DROP INDEX items_twice;

-- items_drop_column_twice
ALTER TABLE items DROP COLUMN twice;

-- items_alter_column_price
-- Hazard: rewrites items under an exclusive lock
-- Down: fails where items.price is out of range for integer
ALTER TABLE items ALTER COLUMN price TYPE bigint;

-- items_add_column_twice
-- Hazard: rewrites items under an exclusive lock
ALTER TABLE items ADD COLUMN twice integer GENERATED ALWAYS AS (price * 2) STORED;
COMMENT ON COLUMN items.twice IS 'kept';

-- items_add_index_items_twice
CREATE INDEX items_twice ON items (twice);
