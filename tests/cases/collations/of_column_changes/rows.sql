INSERT INTO people (name, city) VALUES ('a', 'b');
