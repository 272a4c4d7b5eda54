def jobs(t):
    t.integer("id", primary_key=True)
    t.integer("attempts")
