-- alter_view_a
-- Hazard: loses data in items.price
-- Down: items.price comes back empty
DROP VIEW a;
ALTER TABLE items DROP COLUMN price;
CREATE VIEW a AS
SELECT id FROM items;
