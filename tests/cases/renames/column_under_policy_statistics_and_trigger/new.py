from fluentorm import sql


def define(db):
    db.function("touch", returns="trigger", language="plpgsql", body="BEGIN RETURN NEW; END")


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("title", renamed_from="name")
    t.row_security()
    t.policy("own", using="title = current_user")
    t.statistics("users_stats", ["id", "title", sql("lower(title)")])
    t.trigger(
        "touch", "before", "update", "touch()", columns="title", when="OLD.title <> NEW.title"
    )
