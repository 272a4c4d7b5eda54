def define(db):
    db.namespace("My Space", comment="it's")
    db.collation("My Space.Coll", provider="libc", lc_collate="C", lc_ctype="C")
    db.enum("My Space.Mood", ["so so", "it's", 'q"q'], comment="x")
    db.domain("My Space.Dom", "text", checks={"My Check": "VALUE <> 'x'"})
    db.composite_type("My Space.Comp", {"A b": "integer", "select": "text"})
    db.range_type("My Space.Rng", "float8", multirange="My Space.MRng")
    db.sequence("My Space.Seq", start=7)
    db.function(
        "My Space.Fn",
        '"A b" integer',
        returns="integer",
        body='SELECT "A b"',
        volatility="immutable",
    )
    db.function(
        "My Space.Trig", returns="trigger", language="plpgsql", body="BEGIN RETURN NEW; END"
    )
    db.procedure("My Space.Proc", '"In x" text', language="plpgsql", body="BEGIN END")
    db.aggregate("My Space.Agg", "numeric", sfunc="numeric_mul", stype="numeric", initcond=1)
    db.function("My Space.Ev Fn", returns="event_trigger", language="plpgsql", body="BEGIN END")
    db.event_trigger("Ev Trig", "ddl_command_end", "My Space.Ev Fn", tags=["CREATE TABLE"])
    db.publication("My Pub", tables={"My Space.Tab": {"columns": ["Id", "select"]}})
    db.view(
        "My Space.View",
        'SELECT "Id", "select" AS "Sel x" FROM "My Space"."Tab"',
        columns={"Sel x": {"comment": "c"}},
        grants={"Role x": "select"},
    )
    db.materialized_view(
        "My Space.Mat",
        'SELECT "Id", "Sel x" FROM "My Space"."View"',
        indexes=[{"name": "Mat idx", "columns": ["Id"], "unique": True}],
    )
    db.default_privileges("tables", grants={"Role x": "select"}, namespace="My Space")
    db.grant("execute", "Role x", function="My Space.Fn(integer)")
    db.grant("usage", "Role x", namespace="My Space")
