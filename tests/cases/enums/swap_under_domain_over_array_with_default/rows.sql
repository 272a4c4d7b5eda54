INSERT INTO things VALUES (1, '{green,blue}', ARRAY['{green}'::palette]);
