-- authors_drop_fk_best_book
-- Down: fails while authors.best holds keys that books lacks
ALTER TABLE authors DROP CONSTRAINT fk_authors_best_book;

-- books_drop_fk_books_author
-- Down: fails while books.author holds keys that authors lacks
ALTER TABLE books DROP CONSTRAINT fk_books_books_author;

-- alter_books
-- Hazard: rewrites books under an exclusive lock
-- Down: loses every row of books when the server crashes
ALTER TABLE books SET LOGGED;

-- alter_authors
-- Hazard: rewrites authors under an exclusive lock
-- Down: loses every row of authors when the server crashes
ALTER TABLE authors SET LOGGED;

-- authors_add_fk_best_book
-- Hazard: fails while authors.best holds keys that books lacks
ALTER TABLE authors
    ADD CONSTRAINT fk_authors_best_book FOREIGN KEY (best) REFERENCES books (id)
        ON DELETE NO ACTION ON UPDATE NO ACTION;

-- books_add_fk_books_author
-- Hazard: fails while books.author holds keys that authors lacks
ALTER TABLE books
    ADD CONSTRAINT fk_books_books_author FOREIGN KEY (author) REFERENCES authors (id)
        ON DELETE NO ACTION ON UPDATE NO ACTION;
