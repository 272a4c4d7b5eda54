def define(db):
    db.enum("mood", ["sad", "ok"])
    db.composite_type("point_in_time", {"at": "date_time", "place": "text"})
