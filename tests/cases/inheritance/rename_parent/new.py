def places(t):
    t.text("name")
    t.renamed_from("cities")


def capitals(t):
    t.inherits("places")
    t.text("country")
