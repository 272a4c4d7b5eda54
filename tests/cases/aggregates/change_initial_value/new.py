def define(db):
    db.aggregate("total", "integer", sfunc="int4pl", stype="integer", initcond=5, comment="kept")
