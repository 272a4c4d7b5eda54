from fluentorm.schema.sql_text import sql


def users(t):
    t.big_int("id", primary_key=True)
    t.date_time("seen_at", default=sql("now() AT TIME ZONE 'UTC'"))
