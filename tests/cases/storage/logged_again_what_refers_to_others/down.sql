-- alter_books
ALTER TABLE books SET UNLOGGED;

-- alter_authors
ALTER TABLE authors SET UNLOGGED;
