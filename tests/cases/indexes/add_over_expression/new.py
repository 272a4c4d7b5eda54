from fluentorm.schema.sql_text import sql


def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.jsonb("data", nullable=True)
    t.index("by_email", [sql("lower(email)"), {"column": "id", "order": "desc", "nulls": "last"}])
