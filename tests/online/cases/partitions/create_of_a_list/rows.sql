INSERT INTO notes VALUES (1, 'a'), (2, NULL), (3, 'z');
