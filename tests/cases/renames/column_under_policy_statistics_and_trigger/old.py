from fluentorm import sql


def define(db):
    db.function("touch", returns="trigger", language="plpgsql", body="BEGIN RETURN NEW; END")


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
    t.row_security()
    t.policy("own", using="name = current_user")
    t.statistics("users_stats", ["id", "name", sql("lower(name)")])
    t.trigger("touch", "before", "update", "touch()", columns="name", when="OLD.name <> NEW.name")
