-- items_drop_column_twice
ALTER TABLE items ADD COLUMN twice integer NOT NULL GENERATED ALWAYS AS (price * 2) STORED;
COMMENT ON COLUMN items.twice IS 'old';
