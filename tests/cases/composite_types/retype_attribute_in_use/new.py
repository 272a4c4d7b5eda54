def define(db):
    db.composite_type("size", {"width": "bigint", "unit": "text"})
    db.view("widths", "SELECT (outer_size).width AS width FROM boxes")


def boxes(t):
    t.integer("id")
    t.column("outer_size", "size", nullable=True)
    t.column("others", "size[]", nullable=True)
