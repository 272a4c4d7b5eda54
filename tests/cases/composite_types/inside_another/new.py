def define(db):
    db.enum("country", ["ch", "de"])
    db.composite_type("place", {"city": "text", "country": "country"})
    db.composite_type("address", {"street": "text", "place": "place", "former": "place[]"})
