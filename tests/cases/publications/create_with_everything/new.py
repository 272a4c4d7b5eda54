def define(db):
    db.namespace("app")
    db.publication(
        "changes",
        tables={"users": {"columns": ["id", "name"], "where": "id > 5"}, "posts": None},
        publish=["insert"],
        options={"publish_via_partition_root": True},
        comment="to the warehouse",
    )


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name")


def posts(t):
    t.big_increments("id", primary_key=True)
