def users(t):
    t.uuid("key", primary_key=True)
    t.string("name", nullable=True)
