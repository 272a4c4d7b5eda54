table_name = "Base x"


def build(t):
    t.integer("Base y", nullable=True)
