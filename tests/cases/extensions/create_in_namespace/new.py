def define(db):
    db.namespace("extensions")
    db.extension("pg_trgm", namespace="extensions")


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name")
    t.index(
        "users_name_like", [{"column": "name", "opclass": "extensions.gin_trgm_ops"}], method="gin"
    )
