INSERT INTO users (name, city) VALUES (NULL, 'a');
