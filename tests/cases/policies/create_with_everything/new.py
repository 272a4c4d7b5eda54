def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
    t.row_security(force=True)
    t.policy(
        "own",
        command="update",
        permissive=False,
        roles=["fluent_test_reader", "Fluent Test Writer"],
        using="name = current_user",
        check="name <> ''",
        comment="one's own",
    )
    t.policy("add", command="insert", check="true", roles="fluent_test_reader")
    t.policy("see", command="select", using="true")
    t.policy("remove", command="delete", using="false")
