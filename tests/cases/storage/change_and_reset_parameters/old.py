def events(t):
    t.big_increments("id", primary_key=True)
    t.text("body")
    t.storage({"toast.autovacuum_enabled": False}, fillfactor=70, autovacuum_enabled=False)
