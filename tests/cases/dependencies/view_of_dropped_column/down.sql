-- alter_view_a
DROP VIEW a;
ALTER TABLE items ADD COLUMN price integer;
CREATE VIEW a AS
SELECT id, price FROM items;
