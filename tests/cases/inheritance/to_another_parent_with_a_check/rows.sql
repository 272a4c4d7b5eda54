INSERT INTO letters VALUES (1, 'a');
