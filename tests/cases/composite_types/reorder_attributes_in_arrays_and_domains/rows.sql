INSERT INTO letters VALUES
    (1, ARRAY[('Ada', 'Lovelace'), NULL]::person[], ('Alan', 'Turing'), '{}', NULL),
    (2, '{{"(a,b)"},{"(c,)"}}', (NULL, NULL), '{"(x,y)"}', '{"(\"(p,q)\",\"{\"\"(r,s)\"\"}\",t)"}');
