INSERT INTO teams SELECT generate_series(1, 5);
INSERT INTO users (id, email, name, n, team_id) SELECT i, 'u' || i || '@x', CASE WHEN i % 3 = 0 THEN 'n' || i END, i, i % 5 + 1
FROM generate_series(1, 30) i;
