def events(t):
    t.integer("year")
    t.text("body", renamed_from="text")
    t.partition_by("list", "year")
    t.partition("events_2023", values=[2023])
