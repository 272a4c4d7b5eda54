def orders(t):
    t.integer("id", primary_key=True)
    t.enum("state", ["new", "paid"], type_name="state", default="new")
    t.string("wanted")
    t.check("lost_have_an_id", "state <> 'new' OR id > 0")
    t.check("wanted_is_not_lost", "wanted <> ('new'::state)::text")
    t.index("idx_lost", ["state"], where="state = 'new'")
