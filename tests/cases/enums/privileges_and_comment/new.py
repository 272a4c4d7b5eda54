def define(db):
    db.enum(
        "mood",
        ["sad", "ok"],
        comment="new",
        grants={"Fluent Test Writer": "usage with grant option"},
        revokes={"PUBLIC": "usage"},
    )
