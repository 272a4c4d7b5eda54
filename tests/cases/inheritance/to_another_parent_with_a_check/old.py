def events(t):
    t.integer("id")
    t.check("id_positive", "id > 0")


def notes(t):
    t.integer("id")
    t.check("id_small", "id < 100")


def letters(t):
    t.inherits("events")
    t.integer("id")
    t.text("body")
