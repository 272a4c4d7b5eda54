def define(db):
    db.composite_type(
        "address",
        {"street": {"type": "text", "comment": "b"}},
        comment="b",
        grants={"fluent_test_reader": "usage with grant option"},
        revokes={"PUBLIC": "usage"},
    )
