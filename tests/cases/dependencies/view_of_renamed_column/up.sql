-- alter_view_a
DROP VIEW a;
ALTER TABLE items RENAME COLUMN cost TO price;
CREATE OR REPLACE VIEW b AS
SELECT i.id, i.price AS price FROM items i WHERE i.price > 5;
CREATE VIEW a AS
SELECT id, price FROM items;
