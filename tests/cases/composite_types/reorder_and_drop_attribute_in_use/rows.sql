INSERT INTO letters VALUES (1, ('Ada', 'King', 'Lovelace'), ARRAY[('Alan', 'M', 'Turing')]::person[]), (2, NULL, '{}');
