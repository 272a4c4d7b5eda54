def named(t):
    t.text("name")


def dated(t):
    t.date("at")


def events(t):
    t.inherits(["named", "dated"])
    t.text("body")
