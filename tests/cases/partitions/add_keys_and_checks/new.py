def events(t):
    t.integer("year")
    t.text("body")
    t.partition_by("list", "year")
    t.primary_key(["year", "body"])
    t.check("events_year", "year > 2000")
    t.unique(["body", "year"])
    t.partition("events_2023", values=[2023])
