def define(db):
    db.function("count_rows", returns="trigger", language="plpgsql", body="BEGIN RETURN NULL; END")


def users(t):
    t.big_increments("id", primary_key=True)
    t.trigger(
        "count_rows",
        "after",
        "update",
        "count_rows()",
        each_row=False,
        old_table="old_rows",
        new_table="new_rows",
    )
    t.trigger("emptied", "after", "truncate", "count_rows()", each_row=False)
