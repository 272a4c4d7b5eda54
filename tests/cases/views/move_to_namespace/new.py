def define(db):
    db.namespace("reports")
    db.view("reports.adults", "SELECT id FROM users", comment="kept", renamed_from="adults")


def users(t):
    t.big_increments("id", primary_key=True)
