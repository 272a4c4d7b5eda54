def cities(t):
    t.text("name")
    t.text("country", default="ch")


def capitals(t):
    t.inherits("cities")
    t.alter_field("country", default="de", comment="here")
