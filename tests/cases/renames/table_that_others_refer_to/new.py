def people(t):
    t.big_int("id", primary_key=True)
    t.renamed_from("users")


def posts(t):
    t.big_int("id", primary_key=True)
    t.big_int("author_id")
    t.belongs_to("author", "author_id", "people")
