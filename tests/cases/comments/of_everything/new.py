def define(db):
    db.namespace("app", comment="it's a")
    db.collation("app.plain", provider="libc", lc_collate="C", lc_ctype="C", comment="it's b")
    db.domain(
        "app.short",
        "text",
        checks={"short": {"expression": "length(VALUE) < 5", "comment": "it's c"}},
        comment="d",
    )
    db.composite_type("app.pair", {"a": {"type": "integer", "comment": "it's e"}}, comment="f")
    db.range_type("app.span", "integer", comment="g")
    db.sequence("app.numbers", comment="h")
    db.function("app.f", "a integer", returns="integer", body="SELECT a", comment="i")
    db.procedure("app.p", body="SELECT 1", comment="j")
    db.aggregate("app.total", "integer", sfunc="int4pl", stype="integer", comment="k")
    db.view("app.v", "SELECT 1 AS a", comment="l", columns={"a": {"comment": "m"}})
    db.materialized_view(
        "app.m",
        "SELECT 1 AS a",
        indexes=[{"name": "m_a", "columns": ["a"], "comment": "n"}],
        comment="o",
    )
    db.publication("changes", comment="p")
