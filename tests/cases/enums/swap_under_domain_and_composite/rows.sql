INSERT INTO orders VALUES (1, 'closed', ('2024-01-01', 'open')), (2, NULL, NULL);
