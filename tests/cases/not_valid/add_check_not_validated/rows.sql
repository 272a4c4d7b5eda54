INSERT INTO users (age) VALUES (5);
