INSERT INTO items (price) VALUES (2);
