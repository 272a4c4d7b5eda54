-- items_drop_index_items_twice
DROP INDEX items_twice;

-- items_drop_column_twice
-- Hazard: loses data in items.twice
-- Down: items.twice comes back empty
ALTER TABLE items DROP COLUMN twice;

-- items_add_column_twice
-- Hazard: rewrites items under an exclusive lock
ALTER TABLE items ADD COLUMN twice integer GENERATED ALWAYS AS (price * 2) STORED;

-- items_add_index_items_twice
CREATE INDEX items_twice ON items (twice);
