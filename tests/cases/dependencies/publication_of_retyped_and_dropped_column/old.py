def define(db):
    db.publication(
        "changes", tables={"users": {"columns": ["id", "age", "old"], "where": "id > 5"}}
    )


def users(t):
    t.big_increments("id", primary_key=True)
    t.integer("age")
    t.integer("old", nullable=True)
