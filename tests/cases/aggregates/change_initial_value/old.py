def define(db):
    db.aggregate("total", "integer", sfunc="int4pl", stype="integer", initcond=0, comment="kept")
