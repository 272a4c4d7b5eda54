def define(db):
    db.aggregate("total", "integer", sfunc="int4pl", stype="integer")
    db.view("sums", "SELECT total(n) AS n FROM numbers")


def numbers(t):
    t.integer("n")
