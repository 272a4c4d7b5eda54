def define(db):
    db.function(
        "text_distance",
        "a text, b text",
        returns="double precision",
        volatility="immutable",
        body="SELECT 1.0",
    )
    db.range_type(
        "words",
        "text",
        opclass="text_pattern_ops",
        collation="C",
        subtype_diff="text_distance",
        multirange="many_words",
        comment="from a to z",
    )
