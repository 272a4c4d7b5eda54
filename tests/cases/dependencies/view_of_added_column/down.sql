-- alter_view_a
CREATE OR REPLACE VIEW a AS
SELECT id FROM items;

-- items_add_column_price
ALTER TABLE items DROP COLUMN price;
