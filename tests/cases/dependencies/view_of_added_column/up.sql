-- items_add_column_price
-- Down: loses data in items.price
ALTER TABLE items ADD COLUMN price integer;

-- alter_view_a
CREATE OR REPLACE VIEW a AS
SELECT id, price FROM items;
