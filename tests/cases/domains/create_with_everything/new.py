def define(db):
    db.domain(
        "email",
        "varchar(200)",
        nullable=False,
        default="nobody@example.org",
        collation="C",
        checks={
            "email_has_at": "VALUE LIKE '%@%'",
            "email_is_long": {
                "expression": "length(VALUE) > 3",
                "comment": "a@b",
                "validated": False,
            },
        },
        comment="an address",
        grants={"fluent_test_reader": "usage"},
        revokes={"PUBLIC": "usage"},
    )


def users(t):
    t.big_increments("id", primary_key=True)
    t.column("email", "email")
