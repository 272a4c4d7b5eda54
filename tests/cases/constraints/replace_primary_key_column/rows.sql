INSERT INTO users (id) VALUES (5), (6), (7)
