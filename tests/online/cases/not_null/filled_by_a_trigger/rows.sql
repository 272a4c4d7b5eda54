ALTER TABLE orders DISABLE TRIGGER fill_total;
INSERT INTO orders (id, price, amount) SELECT i, i, 2 FROM generate_series(1, 30) i;
ALTER TABLE orders ENABLE TRIGGER fill_total;
INSERT INTO orders (id, price, amount) VALUES (31, 7, 3);
