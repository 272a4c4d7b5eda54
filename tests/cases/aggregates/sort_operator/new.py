def define(db):
    db.aggregate("lowest", "integer", sfunc="int4smaller", stype="integer", sortop="<")
