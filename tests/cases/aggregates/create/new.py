def define(db):
    db.aggregate("total", "integer", sfunc="int4_sum", stype="bigint", comment="all")
