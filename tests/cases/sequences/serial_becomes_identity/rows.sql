INSERT INTO invoices (body) VALUES ('a'), ('b');
DELETE FROM invoices WHERE body = 'b';
