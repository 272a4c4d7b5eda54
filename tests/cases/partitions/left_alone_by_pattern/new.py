def events(t):
    t.integer("year")
    t.partition_by("list", "year")
    t.unmanaged_partitions("events_[0-9]+")
    t.partition("events_rest", default=True)
    t.text("body", nullable=True)
