def events(t):
    t.big_increments("id", primary_key=True)
    t.text(
        "Body; x",
        nullable=True,
        storage="external",
        compression="pglz",
        statistics=50,
        collation="C",
        comment="it's",
    )
