def users(t):
    t.big_increments("id", primary_key=True)
    t.replica_identity("nothing")
