INSERT INTO visits VALUES (1, (3, 4));
