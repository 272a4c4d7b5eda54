def define(db):
    db.function("one", returns="integer", language="plpgsql", body="BEGIN RETURN 1; END")
