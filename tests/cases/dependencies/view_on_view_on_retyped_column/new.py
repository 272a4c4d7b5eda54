def define(db):
    db.view(
        "a", "SELECT id, price FROM items", comment="kept", grants={"fluent_test_reader": "select"}
    )
    db.view("b", "SELECT price FROM a", security_barrier=True)
    db.materialized_view(
        "c", "SELECT price FROM b", indexes=[{"name": "c_price", "columns": ["price"]}]
    )


def items(t):
    t.big_increments("id", primary_key=True)
    t.big_int("price")
