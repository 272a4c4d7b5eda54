def vehicles(t):
    t.integer("id")


def cars(t):
    t.inherits("vehicles")


def sports_cars(t):
    t.inherits("cars")
    t.text("name", nullable=True)
