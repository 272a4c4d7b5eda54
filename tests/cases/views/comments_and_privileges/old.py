def define(db):
    db.view(
        "v",
        "SELECT 1 AS a, 2 AS b",
        comment="old",
        columns={"a": {"comment": "old"}},
        grants={"fluent_test_reader": "select"},
    )
