def define(db):
    db.view(
        "View; --",
        """SELECT "User Id", 'it''s -- not a comment' AS "Ü" FROM "select" """,
        columns={"Ü": {"comment": "it's"}},
        grants={"Fluent Test Writer": "select"},
    )


def select(t):
    t.big_increments("User Id", primary_key=True)
