def define(db):
    db.function(
        "twice",
        "a integer",
        returns="integer",
        body="SELECT a * 2",
        grants={"fluent_test_reader": "execute"},
    )
