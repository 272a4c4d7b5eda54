def define(db):
    db.namespace("tools")
    db.function(
        "tools.numbers",
        "INOUT lowest integer DEFAULT 1, VARIADIC rest text[] DEFAULT '{}'",
        returns="SETOF integer",
        body="""
        BEGIN
            RETURN QUERY SELECT generate_series(lowest, 10);
        END
        """,
        language="plpgsql",
        volatility="stable",
        strict=True,
        security_definer=True,
        leakproof=True,
        parallel="restricted",
        cost=5,
        rows=10,
        settings={"search_path": ["tools", "pg_temp"], "work_mem": "8MB"},
        comment="from lowest",
        grants={"fluent_test_reader": "execute"},
        revokes={"PUBLIC": "execute"},
    )
