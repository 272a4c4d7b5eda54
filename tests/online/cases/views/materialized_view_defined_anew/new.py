"""The schema after."""


def users(t):
    t.big_int("id", primary_key=True)
    t.string("email")
    t.string("name", nullable=True)
    t.integer("n")


def define(db):
    db.materialized_view(
        "counts",
        "SELECT n, count(*) + 1 AS c, max(id) AS last FROM users GROUP BY n",
        indexes=[{"name": "counts_n", "columns": ["n"], "unique": True}],
        comment="how many",
    )
    db.view("shown", "SELECT n FROM counts")
