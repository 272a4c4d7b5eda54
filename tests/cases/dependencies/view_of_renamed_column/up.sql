-- items_rename_column_cost_to_price
ALTER TABLE items RENAME COLUMN cost TO price;

-- alter_view_a
CREATE OR REPLACE VIEW a AS
SELECT id, price FROM items;

-- alter_view_b
CREATE OR REPLACE VIEW b AS
SELECT i.id, i.price AS price FROM items i WHERE i.price > 5;
