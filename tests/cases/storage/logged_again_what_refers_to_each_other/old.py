def authors(t):
    t.integer("id", primary_key=True)
    t.integer("best", nullable=True)
    t.foreign_key("best_book", ["best"], "books", ["id"])
    t.unlogged()


def books(t):
    t.integer("id", primary_key=True)
    t.integer("author")
    t.foreign_key("books_author", ["author"], "authors", ["id"])
    t.unlogged()
