def define(db):
    db.function(
        "one",
        returns="bigint",
        body="SELECT 1::bigint",
        comment="kept",
        revokes={"PUBLIC": "execute"},
    )
