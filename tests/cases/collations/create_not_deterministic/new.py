def define(db):
    db.collation("ignore_case", locale="und-u-ks-level2", deterministic=False)
