def define(db):
    db.publication(
        "changes",
        tables={"users": {"where": "id > 9"}, "posts": {"columns": ["id"]}, "likes": None},
    )


def users(t):
    t.big_increments("id", primary_key=True)


def posts(t):
    t.big_increments("id", primary_key=True)


def tags(t):
    t.big_increments("id", primary_key=True)


def likes(t):
    t.big_increments("id", primary_key=True)
