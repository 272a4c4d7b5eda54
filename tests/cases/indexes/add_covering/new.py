def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.jsonb("data", nullable=True)
    t.index(
        "by_email",
        [{"column": "email", "collation": '"C"'}],
        include=["id", "data"],
        storage={"fillfactor": 70},
        comment="covers the list page",
    )
