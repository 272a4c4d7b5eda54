def define(db):
    db.function("add", "a integer, OUT b integer", body="SELECT a", comment="kept")
