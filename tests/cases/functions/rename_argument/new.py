def define(db):
    db.function(
        "twice",
        "b integer",
        returns="integer",
        body="SELECT b * 2",
        grants={"fluent_test_reader": "execute"},
    )
