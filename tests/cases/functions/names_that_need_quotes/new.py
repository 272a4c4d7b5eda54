def define(db):
    db.enum("My Mood", ["sad"])
    db.function(
        "Do It", '"a b" integer', returns="integer", body='SELECT "a b" + 1', comment="it's"
    )
    db.function(
        "select",
        'x "My Mood"',
        returns='"My Mood"',
        body="SELECT x",
        grants={"Fluent Test Writer": "execute"},
    )
