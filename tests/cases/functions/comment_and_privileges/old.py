def define(db):
    db.function(
        "one",
        "a text[]",
        returns="integer",
        body="SELECT 1",
        comment="old",
        grants={"fluent_test_reader": "execute"},
    )
