from fluentorm.schema.sql_text import sql


def define(db):
    db.function("first_name", returns="text", body="SELECT title FROM people LIMIT 1")
    db.function(
        "last_name", returns="text", body="BEGIN ATOMIC\n  SELECT max(title) FROM people;\nEND"
    )
    db.view("names", "SELECT title AS name, last_name() AS last FROM people")


def people(t):
    t.big_increments("id", primary_key=True)
    t.renamed_from("users")
    t.text("title", renamed_from="name", default=sql("first_name()"))
