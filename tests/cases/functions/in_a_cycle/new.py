def define(db):
    db.function(
        "is_even",
        "n integer",
        returns="boolean",
        body="SELECT CASE WHEN n = 0 THEN true ELSE is_odd(n - 1) END",
    )
    db.function(
        "is_odd",
        "n integer",
        returns="boolean",
        body="SELECT CASE WHEN n = 0 THEN false ELSE is_even(n - 1) END",
    )
