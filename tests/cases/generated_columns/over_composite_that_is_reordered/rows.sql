INSERT INTO people VALUES (1, ('Main Street', 5));
