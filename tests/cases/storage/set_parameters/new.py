def events(t):
    t.big_increments("id", primary_key=True)
    t.storage(fillfactor=70, autovacuum_enabled=False)
