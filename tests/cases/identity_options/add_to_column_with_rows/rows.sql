INSERT INTO orders (number) VALUES (7);
