def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
    t.row_security()
    t.policy(
        "own",
        using="name = session_user",
        check="name <> ''",
        roles="fluent_test_reader",
        comment="kept",
    )
