def define(db):
    db.publication("changes", tables=["people"])


def people(t):
    t.big_increments("id", primary_key=True)
    t.renamed_from("users")
