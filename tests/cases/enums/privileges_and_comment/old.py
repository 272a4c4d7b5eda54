def define(db):
    db.enum("mood", ["sad", "ok"], comment="old", grants={"fluent_test_reader": "usage"})
