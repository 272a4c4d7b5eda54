def define(db):
    db.composite_type("pair", {"a": "integer", "b": "text"})
    db.function(
        "first",
        "p pair",
        returns="text",
        body="SELECT (p).b",
        comment="kept",
        revokes={"PUBLIC": "execute"},
    )
    db.view("firsts", "SELECT first(NULL::pair) AS f")
