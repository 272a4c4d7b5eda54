def define(db):
    db.aggregate(
        "spread",
        "double precision",
        sfunc="float8_accum",
        stype="double precision[]",
        sspace=32,
        finalfunc="float8_avg",
        finalfunc_extra=False,
        finalfunc_modify="read_only",
        combinefunc="float8_combine",
        initcond="{0,0,0}",
        parallel="safe",
        grants={"fluent_test_reader": "execute"},
        revokes={"PUBLIC": "execute"},
    )
