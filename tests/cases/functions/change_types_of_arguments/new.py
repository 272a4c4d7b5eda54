def define(db):
    db.function("twice", "a bigint", returns="bigint", body="SELECT a * 2")
