def vehicles(t):
    t.integer("id")
    t.text("name", nullable=True)


def cars(t):
    t.inherits("vehicles")


def sports_cars(t):
    t.inherits("cars")
