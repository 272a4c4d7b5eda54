def define(db):
    db.domain("quantity", "integer", not_null={"comment": "zero is a number, too"})
