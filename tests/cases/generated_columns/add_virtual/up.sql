-- items_add_column_total
ALTER TABLE items ADD COLUMN total integer GENERATED ALWAYS AS (price * quantity) VIRTUAL;
