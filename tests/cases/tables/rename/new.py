def people(t):
    t.big_int("id", primary_key=True)
    t.renamed_from("users")
    t.string("email")
    t.unique(["email"])
    t.index(["email"])
