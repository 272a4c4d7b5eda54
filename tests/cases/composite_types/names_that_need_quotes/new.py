def define(db):
    db.composite_type("User", {"First Name": "text", "order": {"type": "text", "comment": "it's"}})


def people(t):
    t.big_increments("id", primary_key=True)
    t.column("name", '"User"', nullable=True)
