def define(db):
    db.domain("quantity", "integer", comment="new", revokes={"PUBLIC": "usage"})
