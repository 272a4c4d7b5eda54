def orders(t):
    t.big_increments(
        "id",
        primary_key=True,
        always=True,
        sequence={
            "start": 1000,
            "increment": 5,
            "minimum": 10,
            "maximum": 99999,
            "cache": 7,
            "cycle": True,
        },
    )
