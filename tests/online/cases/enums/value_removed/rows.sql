INSERT INTO users (id, email, name, n) SELECT i, 'u' || i || '@x', CASE WHEN i % 3 = 0 THEN 'n' || i END, i
FROM generate_series(1, 30) i;
