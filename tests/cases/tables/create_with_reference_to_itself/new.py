def comments(t):
    t.big_int("id", primary_key=True)
    t.big_int("parent_id", nullable=True)
    t.belongs_to("parent", "parent_id", "comments", on_delete="cascade")
    t.index(["parent_id"])
