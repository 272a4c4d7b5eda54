def define(db):
    db.domain(
        "quantity", "integer", checks={"positive": {"expression": "VALUE > 0", "comment": "new"}}
    )
