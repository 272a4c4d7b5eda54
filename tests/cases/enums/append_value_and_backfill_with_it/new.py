from fluentorm.schema.sql_text import sql


def users(t):
    t.big_int("id", primary_key=True)
    t.enum("mood", ["a", "b", "c"], backfill=sql("'c'"))
