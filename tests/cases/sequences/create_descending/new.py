def define(db):
    db.sequence("countdown", "smallint", increment=-1, start=-5)
