def named(t):
    t.text("name")


def dated(t):
    t.date("at")


def events(t):
    t.inherits(["named"])
    t.date("at")
    t.text("body")
