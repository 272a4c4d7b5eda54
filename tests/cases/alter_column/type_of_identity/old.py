def users(t):
    t.increments("id", primary_key=True)
