INSERT INTO items (quantity) VALUES (1), (2);
