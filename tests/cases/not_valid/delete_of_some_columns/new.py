def users(t):
    t.integer("tenant")
    t.integer("id")
    t.primary_key(["tenant", "id"])


def posts(t):
    t.big_increments("id", primary_key=True)
    t.integer("tenant")
    t.integer("user_id", nullable=True)
    t.foreign_key(
        "posts_user",
        ["tenant", "user_id"],
        "users",
        ["tenant", "id"],
        on_delete="set_null",
        on_delete_columns=["user_id"],
    )
