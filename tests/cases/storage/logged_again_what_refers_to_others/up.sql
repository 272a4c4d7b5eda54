-- alter_authors
-- Hazard: rewrites authors under an exclusive lock
-- Down: loses every row of authors when the server crashes
ALTER TABLE authors SET LOGGED;

-- alter_books
-- Hazard: rewrites books under an exclusive lock
-- Down: loses every row of books when the server crashes
ALTER TABLE books SET LOGGED;
