INSERT INTO people (name, city) VALUES ('Åsa', 'Örebro');
