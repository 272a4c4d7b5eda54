def orders(t):
    t.big_increments(
        "id",
        primary_key=True,
        sequence={"start": 20, "increment": 3, "maximum": 500, "cycle": True},
    )
