def users(t):
    t.big_increments("id", primary_key=True)
    t.rule(
        "hold",
        "ON DELETE TO users DO INSTEAD NOTHING",
        enabled="disabled",
        renamed_from="keep",
        comment="new",
    )
