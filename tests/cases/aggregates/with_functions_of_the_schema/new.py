def define(db):
    db.aggregate("product", "integer", sfunc="times", stype="integer", initcond=1)
    db.function(
        "times",
        "a integer, b integer",
        returns="integer",
        volatility="immutable",
        body="SELECT a * b",
    )
