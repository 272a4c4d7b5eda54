-- alter_view_b
CREATE OR REPLACE VIEW b AS
SELECT i.id, i.cost AS price FROM items i WHERE i.cost > 5;

-- alter_view_a
CREATE OR REPLACE VIEW a AS
SELECT id, cost FROM items;

-- items_rename_column_cost_to_price
ALTER TABLE items RENAME COLUMN price TO cost;
