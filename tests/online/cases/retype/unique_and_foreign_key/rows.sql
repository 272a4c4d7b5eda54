INSERT INTO teams SELECT generate_series(1, 5);
INSERT INTO users (id, email, name, n) SELECT i, 'u' || i || '@x', CASE WHEN i % 3 = 0 THEN 'n' || i END, i
FROM generate_series(1, 30) i;
UPDATE users SET team_id = n % 5 + 1;
