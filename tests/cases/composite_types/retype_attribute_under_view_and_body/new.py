def define(db):
    db.composite_type("size", {"width": "bigint", "unit": "text"})
    db.view("none", "SELECT (s).unit AS unit FROM (SELECT NULL::size AS s) AS one")
    db.function(
        "label",
        "s size",
        returns="text",
        body="BEGIN ATOMIC\n  SELECT (s).width::text;\nEND",
    )
