def define(db):
    db.domain("quantity", "integer", not_null="known", checks={"sane": "VALUE < 10"})
