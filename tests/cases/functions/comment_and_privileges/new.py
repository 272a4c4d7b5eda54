def define(db):
    db.function(
        "one",
        "a text[]",
        returns="integer",
        body="SELECT 1",
        comment="new",
        revokes={"PUBLIC": "execute"},
    )
