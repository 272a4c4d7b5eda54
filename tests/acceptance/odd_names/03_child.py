table_name = "Child x"


def build(t):
    t.integer("Own y", nullable=True)
    t.inherits(["Base x"])
