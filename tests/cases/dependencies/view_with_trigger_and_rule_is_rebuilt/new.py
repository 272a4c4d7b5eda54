def define(db):
    db.function("redirect", returns="trigger", language="plpgsql", body="BEGIN RETURN NEW; END")
    db.view("a", "SELECT id, price FROM items", columns={"price": {"default": 5}})
    db.trigger("redirect", "a", "instead_of", "insert", "redirect()", comment="kept")
    db.rule("keep", "a", "ON DELETE TO a DO INSTEAD NOTHING")


def items(t):
    t.big_increments("id", primary_key=True)
    t.numeric("price", 10, 2)
