def define(db):
    db.namespace("tools")
    db.aggregate("tools.sums", "integer", sfunc="int4pl", stype="integer", renamed_from="total")
