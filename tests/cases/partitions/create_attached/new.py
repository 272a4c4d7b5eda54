from fluentorm import sql


def define(db):
    db.namespace("old data")


def events(t):
    t.big_increments("id", unique=False)
    t.string("country")
    t.integer("year")
    t.integer("month", generated="year * 12", nullable=True)
    t.primary_key(["id", "country", "year"])
    t.unique(["year", "country", "id"], name="events_by_year")
    t.check("events_year", "year > 1900")
    t.index("events_country", ["country"])
    t.index("events_lower", [sql("lower(country)")], where="year > 2000")
    t.partition_by("list", "country")
    old = t.partition(
        '"old data"."Events ""us"',
        values=["us"],
        attached={"events_by_year": "By year", "events_lower": "us_lower"},
    )
    old.not_null("year", "year is there")
    old.check("us_year", "year > 1950")
    old.index("us_own", ["month"])
    old.partition_by("range", "year")
    old.partition("2024", start=2024, end=2025, attached=True)
    old.partition("2023", start=2023, end=2024, attached={"events_pkey": False})
    old.partition("rest", default=True)


tables = {"events": events}
