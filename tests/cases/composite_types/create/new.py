def define(db):
    db.composite_type(
        "address",
        {
            "street": "text",
            "city": {"type": "varchar(80)", "collation": "C", "comment": "or village"},
            "since": "date",
        },
        comment="where",
        grants={"fluent_test_reader": "usage"},
    )


def users(t):
    t.big_increments("id", primary_key=True)
    t.column("home", "address", nullable=True)
    t.column("others", "address[]", nullable=True)
