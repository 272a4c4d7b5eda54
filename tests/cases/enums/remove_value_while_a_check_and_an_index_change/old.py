def orders(t):
    t.integer("id", primary_key=True)
    t.enum("state", ["new", "paid", "lost"], type_name="state", default="lost")
    t.string("wanted")
    t.check("lost_have_an_id", "state <> 'lost' OR id > 0")
    t.check("wanted_is_not_lost", "wanted <> ('lost'::state)::text")
    t.index("idx_lost", ["state"], where="state = 'lost'")
