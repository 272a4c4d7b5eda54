INSERT INTO users (id, email, name, n, state, earlier) SELECT i, 'u' || i || '@x', NULL, i,
(ARRAY['a', 'b', 'c'])[i % 3 + 1]::state, CASE WHEN i % 2 = 0 THEN '{a,c}'::state[] END
FROM generate_series(1, 30) i;
