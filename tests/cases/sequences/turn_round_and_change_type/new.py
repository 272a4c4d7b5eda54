def define(db):
    db.sequence("numbers", "integer", increment=2)
