def define(db):
    db.sequence("numbers", "smallint", increment=-2, minimum=-100)
