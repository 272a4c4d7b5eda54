-- items_alter_column_twice
ALTER TABLE items DROP COLUMN twice;
ALTER TABLE items ADD COLUMN twice integer NOT NULL GENERATED ALWAYS AS (price * 2) STORED;
