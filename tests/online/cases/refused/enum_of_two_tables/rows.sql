INSERT INTO users (id) SELECT generate_series(1, 30);
INSERT INTO orders (id) SELECT generate_series(1, 30);
