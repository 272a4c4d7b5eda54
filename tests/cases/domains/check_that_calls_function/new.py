def define(db):
    db.function(
        "is_even", "n integer", returns="boolean", volatility="immutable", body="SELECT n % 2 = 0"
    )
    db.domain("even", "integer", checks={"even": "is_even(VALUE)"})
