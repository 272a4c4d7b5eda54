def define(db):
    db.function(
        "add",
        "a integer, b integer",
        returns="integer",
        body="SELECT b + a",
        comment="kept",
        grants={"fluent_test_reader": "execute"},
    )
