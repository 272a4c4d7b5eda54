def authors(t):
    t.integer("id", primary_key=True)
    t.unlogged()


def books(t):
    t.integer("author")
    t.foreign_key("books_author", ["author"], "authors", ["id"])
    t.unlogged()
