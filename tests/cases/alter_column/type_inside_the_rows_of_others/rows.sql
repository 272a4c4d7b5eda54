INSERT INTO paths VALUES (1, (1, 'a'), ARRAY[(2, 'b')]::points[]);
