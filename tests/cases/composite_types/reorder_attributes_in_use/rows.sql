INSERT INTO letters VALUES (1, ('Ada', 'Lovelace')), (2, NULL);
