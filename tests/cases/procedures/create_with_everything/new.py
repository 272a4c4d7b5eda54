def define(db):
    db.procedure(
        "work",
        "INOUT done integer DEFAULT 0",
        language="plpgsql",
        body="BEGIN done := done + 1; END",
        security_definer=True,
        settings={"search_path": "pg_catalog"},
        comment="by night",
        grants={"fluent_test_reader": "execute with grant option"},
        revokes={"PUBLIC": "execute"},
    )
