def define(db):
    db.view(
        "v",
        "SELECT 1 AS a, 2 AS b",
        comment="new",
        columns={"b": {"comment": "new", "grants": {"fluent_test_reader": "select"}}},
        grants={"PUBLIC": "select"},
    )
