-- alter_view_a
CREATE OR REPLACE VIEW a AS
SELECT id FROM items;

-- items_drop_column_price
-- Hazard: loses data in items.price
-- Down: items.price comes back empty
ALTER TABLE items DROP COLUMN price;
