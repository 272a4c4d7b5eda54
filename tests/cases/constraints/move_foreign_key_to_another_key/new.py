from fluentorm.schema.sql_text import sql


def users(t):
    t.big_int("id", primary_key=True)
    t.uuid("key", unique=True, default=sql("gen_random_uuid()"))


def posts(t):
    t.big_int("id", primary_key=True)
    t.uuid("author_key", nullable=True)
    t.belongs_to("author", "author_key", "users", "key")
