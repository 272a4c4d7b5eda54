def define(db):
    db.enum("mood", ["sad", "ok"])
    db.domain("quantity", "integer")
    db.composite_type("pair", {"a": "integer", "b": "mood"})
    db.function(
        "worse", "m mood, q quantity[], p pair", returns="SETOF users", body="SELECT * FROM users"
    )


def users(t):
    t.big_increments("id", primary_key=True)
