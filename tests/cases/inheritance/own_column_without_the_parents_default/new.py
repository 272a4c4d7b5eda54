def places(t):
    t.string("name", default="somewhere")
    t.integer("size", default=1)


def cities(t):
    t.inherits("places")
    t.string("name")
    t.integer("size", default=2)
