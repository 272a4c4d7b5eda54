def define(db):
    db.function("touch", returns="trigger", language="plpgsql", body="BEGIN RETURN NEW; END")


def people(t):
    t.big_increments("id", primary_key=True)
    t.text("title", renamed_from="name")
    t.trigger("touch", "before", "update", "touch()", columns="title", when="NEW.title <> ''")
    t.renamed_from("users")
