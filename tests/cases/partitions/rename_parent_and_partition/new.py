def happenings(t):
    t.integer("year")
    t.partition_by("list", "year")
    t.partition("happenings_2023", values=[2023]).renamed_from("events_2023")
    t.renamed_from("events")
