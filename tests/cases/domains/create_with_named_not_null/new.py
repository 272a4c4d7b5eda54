def define(db):
    db.namespace("billing")
    db.domain(
        "billing.Sum of all",
        "numeric(12,2)",
        not_null={"name": "sum is known", "comment": "it's never missing"},
        checks={"positive": "VALUE >= 0"},
    )
