def nodes(t):
    t.big_increments("id", primary_key=True)
    t.big_int("parent_id", nullable=True)
