def define(db):
    db.aggregate(
        "middle",
        "double precision ORDER BY double precision",
        sfunc="ordered_set_transition",
        stype="internal",
        finalfunc="percentile_cont_float8_final",
    )
