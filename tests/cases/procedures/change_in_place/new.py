def define(db):
    db.procedure("work", "n integer", body="SELECT n + 1", security_definer=True, comment="new")
