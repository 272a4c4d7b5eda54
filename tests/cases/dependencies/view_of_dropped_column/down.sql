-- items_drop_column_price
ALTER TABLE items ADD COLUMN price integer;

-- alter_view_a
CREATE OR REPLACE VIEW a AS
SELECT id, price FROM items;
