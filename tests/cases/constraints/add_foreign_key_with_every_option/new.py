def users(t):
    t.big_int("id", primary_key=True)


def posts(t):
    t.big_int("id", primary_key=True)
    t.big_int("author_id", nullable=True)
    t.belongs_to(
        "author",
        "author_id",
        "users",
        on_delete="set_null",
        on_update="restrict",
        match="full",
        initially_deferred=True,
        comment="who",
    )
