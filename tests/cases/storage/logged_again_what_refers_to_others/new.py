def authors(t):
    t.integer("id", primary_key=True)


def books(t):
    t.integer("author")
    t.foreign_key("books_author", ["author"], "authors", ["id"])
