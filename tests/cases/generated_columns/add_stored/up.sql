-- items_add_column_total
-- Hazard: rewrites items under an exclusive lock
ALTER TABLE items ADD COLUMN total integer GENERATED ALWAYS AS (price * quantity) STORED;
