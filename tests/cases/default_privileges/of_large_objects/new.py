def define(db):
    db.default_privileges(
        "large_objects",
        grants={"fluent_test_reader": ["select with grant option", "update"]},
        revokes={"current_user": "update"},
    )
