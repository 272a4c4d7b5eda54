def define(db):
    db.enum("My Mood", ["sad"])
    db.function("Do It", '"a b" integer', returns="integer", body='SELECT "a b"')
