def events(t):
    t.big_increments("id", primary_key=True)
    t.text("body")
    t.storage({"toast.vacuum_truncate": False}, fillfactor=80)
