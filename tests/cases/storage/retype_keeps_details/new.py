def events(t):
    t.big_increments("id", primary_key=True)
    t.text(
        "body",
        storage="external",
        compression="pglz",
        statistics=50,
        comment="c",
        grants={"fluent_test_reader": "select"},
    )
