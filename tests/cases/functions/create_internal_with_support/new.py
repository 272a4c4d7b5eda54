def define(db):
    db.function(
        "my_lower",
        "text",
        returns="text",
        language="internal",
        body="lower",
        volatility="immutable",
        strict=True,
    )
