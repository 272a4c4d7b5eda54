INSERT INTO teams SELECT generate_series(1, 5);
INSERT INTO events SELECT i, i % 5 + 1, date '2020-01-01' + i, 'e' || i FROM generate_series(1, 500) i;
