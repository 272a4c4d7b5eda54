def define(db):
    db.domain("E-Mail", "text", checks={"Has @": "VALUE LIKE '%@%'"})


def users(t):
    t.big_increments("id", primary_key=True)
    t.column("mail", '"E-Mail"')
