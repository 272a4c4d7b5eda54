INSERT INTO paths VALUES (ARRAY[ROW(ROW(2, 'b'), 5)]::stop[], ROW(1, 'a'));
