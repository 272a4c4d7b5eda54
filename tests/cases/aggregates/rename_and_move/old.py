def define(db):
    db.namespace("tools")
    db.aggregate("total", "integer", sfunc="int4pl", stype="integer")
