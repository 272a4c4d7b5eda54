def events(t):
    t.big_increments("id", primary_key=True)
    t.text(
        "body",
        storage="external",
        compression="pglz",
        statistics=500,
        parameters={"n_distinct": -0.5},
    )
    t.unlogged()
    t.storage(
        {"toast.autovacuum_enabled": False}, fillfactor=70, autovacuum_vacuum_scale_factor=0.05
    )
