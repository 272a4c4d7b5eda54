-- alter_view_a
DROP VIEW a;
CREATE VIEW a AS
SELECT id FROM items;

-- items_add_column_price
ALTER TABLE items DROP COLUMN price;
