INSERT INTO items (price, twice) VALUES (2, 5);
