def define(db):
    db.function(
        "add",
        "a integer, b integer DEFAULT 1",
        returns="integer",
        body="SELECT a + b",
        comment="old",
    )
