def define(db):
    db.aggregate("total", "integer", sfunc="int4pl", stype="integer", comment="old")
