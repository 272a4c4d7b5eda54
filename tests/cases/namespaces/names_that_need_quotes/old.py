def define(db):
    db.namespace('Old "Space".x', comment="a")
