INSERT INTO items (price, quantity) VALUES (2, 3);
