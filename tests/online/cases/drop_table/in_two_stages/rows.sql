INSERT INTO teams VALUES (1);
INSERT INTO users (id, email, n, team_id) SELECT i, 'u' || i || '@x', i, 1 FROM generate_series(1, 30) i;
