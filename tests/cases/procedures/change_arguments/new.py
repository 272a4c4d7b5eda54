def define(db):
    db.procedure("work", "n integer, m integer", body="SELECT n + m", comment="kept")
