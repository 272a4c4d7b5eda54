INSERT INTO users (id, email, n) SELECT i, 'u' || i || '@x', i FROM generate_series(1, 30) i;
