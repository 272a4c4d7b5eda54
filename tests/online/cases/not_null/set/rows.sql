INSERT INTO users (id, email, name, n) SELECT i, 'u' || i || '@x', 'n' || i, i
FROM generate_series(1, 30) i;
