-- books_add_fk_books_author
ALTER TABLE books DROP CONSTRAINT fk_books_books_author;

-- authors_add_fk_best_book
ALTER TABLE authors DROP CONSTRAINT fk_authors_best_book;

-- alter_authors
ALTER TABLE authors SET UNLOGGED;

-- alter_books
ALTER TABLE books SET UNLOGGED;

-- books_drop_fk_books_author
ALTER TABLE books
    ADD CONSTRAINT fk_books_books_author FOREIGN KEY (author) REFERENCES authors (id)
        ON DELETE NO ACTION ON UPDATE NO ACTION;

-- authors_drop_fk_best_book
ALTER TABLE authors
    ADD CONSTRAINT fk_authors_best_book FOREIGN KEY (best) REFERENCES books (id)
        ON DELETE NO ACTION ON UPDATE NO ACTION;
