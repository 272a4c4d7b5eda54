from fluentorm.schema.sql_text import sql


def define(db):
    db.function("first_name", returns="text", body="SELECT name FROM users LIMIT 1")
    db.function(
        "last_name", returns="text", body="BEGIN ATOMIC\n  SELECT max(name) FROM users;\nEND"
    )
    db.view("names", "SELECT name, last_name() AS last FROM users")


def users(t):
    t.big_increments("id", primary_key=True)
    t.text("name", default=sql("first_name()"))
