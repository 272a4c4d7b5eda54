def define(db):
    db.function(
        "ages", returns="bigint", body="RETURN (SELECT count(age) FROM users)", comment="kept"
    )


def users(t):
    t.big_increments("id", primary_key=True)
    t.big_int("age")
