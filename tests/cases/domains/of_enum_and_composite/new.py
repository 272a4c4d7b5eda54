def define(db):
    db.enum("mood", ["sad", "ok"])
    db.composite_type("point_in_time", {"at": "date_time", "place": "text"})
    db.domain("good_mood", "mood", checks={"good": "VALUE <> 'sad'"}, default="ok")
    db.domain("known_place", "point_in_time", checks={"known": "(VALUE).place IS NOT NULL"})
