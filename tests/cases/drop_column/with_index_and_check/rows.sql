INSERT INTO users VALUES (1, 5), (2, 5);
