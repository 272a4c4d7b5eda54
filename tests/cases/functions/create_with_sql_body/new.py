def define(db):
    db.function(
        "add",
        "a integer, b integer",
        returns="integer",
        volatility="immutable",
        body="RETURN a + b",
    )
    db.function(
        "rename_user",
        "which bigint, new text",
        returns="void",
        body="BEGIN ATOMIC\n  UPDATE users SET name = new WHERE id = which;\nEND",
    )


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
