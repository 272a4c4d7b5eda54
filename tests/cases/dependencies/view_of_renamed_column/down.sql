-- alter_view_a
DROP VIEW a;
CREATE OR REPLACE VIEW b AS
SELECT i.id, i.price FROM items i WHERE i.price > 5;
ALTER TABLE items RENAME COLUMN price TO cost;
CREATE VIEW a AS
SELECT id, cost FROM items;
