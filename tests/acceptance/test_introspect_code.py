"""Views, routines and what hangs on tables, as read from a real server."""

import pytest

from fluentorm.dialects.postgres.introspect import introspect
from fluentorm.schema.database_objects import (
    Aggregate,
    MaterializedView,
    Policy,
    Routine,
    Rule,
    Statistics,
    Trigger,
    View,
    ViewColumn,
)
from fluentorm.schema.objects import Index, IndexKey
from fluentorm.schema.privileges import PUBLIC, Grant, Privileges

pytestmark = pytest.mark.acceptance

TRIGGERS = """CREATE SCHEMA "S s"; CREATE TABLE t (id int, "N n" text, n int);
CREATE TABLE "S s".t (id int); CREATE VIEW v AS SELECT id FROM t;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION "S s"."F f"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
"""


def test_views_keep_everything(catalog):
    objects = catalog.objects(
        """CREATE SCHEMA "S s"; CREATE TYPE "S s"."M m" AS ENUM ('a');
        CREATE TABLE t (id int, "N n" text, m "S s"."M m");
        CREATE VIEW "S s"."V v" WITH (security_barrier, check_option = local) AS
            SELECT t.id, t."N n" AS nn, t.m FROM t WHERE t.m = 'a';
        ALTER VIEW "S s"."V v" ALTER nn SET DEFAULT 'q';
        COMMENT ON VIEW "S s"."V v" IS 'v'; COMMENT ON COLUMN "S s"."V v".nn IS 'n';
        GRANT SELECT ON "S s"."V v" TO {reader}; GRANT UPDATE (id) ON "S s"."V v" TO {mixed};
        CREATE VIEW named (one, "T w") AS VALUES (1, 'x')"""
    )
    view = objects['view "S s.V v"']
    assert view == View(
        name="S s.V v",
        query=view.query,
        options=(("check_option", "local"), ("security_barrier", "true")),
        columns=(
            ViewColumn(name="id", privileges=Privileges(grants=(Grant(catalog.mixed, "UPDATE"),))),
            ViewColumn(name="nn", default="'q'::text", comment="n"),
        ),
        comment="v",
        privileges=Privileges(grants=(Grant(catalog.reader, "SELECT"),)),
    )
    assert view.known_columns == (("id", "integer"), ("nn", "text"), ("m", '"S s"."M m"'))
    assert [column.type for column in view.columns] == ["integer", "text"]
    words = view.query.replace("t.", "").split()
    assert words == """SELECT id, "N n" AS nn, m FROM t WHERE (m = 'a'::"S s"."M m")""".split()
    assert objects['view "named"'].known_columns == (("one", "integer"), ("T w", "text"))


def test_a_view_may_check_whom_it_is_used_by(catalog):
    if catalog.session.server.version < 150000:
        pytest.skip("needs PostgreSQL 15")
    objects = catalog.objects("CREATE VIEW v WITH (security_invoker) AS SELECT 1 AS one")
    assert objects['view "v"'] == View(
        name="v", query="SELECT 1 AS one", options=(("security_invoker", "true"),)
    )


def test_materialized_views_keep_everything(catalog):
    objects = catalog.objects(
        """CREATE SCHEMA "S s"; CREATE MATERIALIZED VIEW "S s"."M m"
            WITH (fillfactor = 50, toast.autovacuum_enabled = false)
            AS SELECT 1 AS id, 'x'::text AS t WITH NO DATA;
        CREATE UNIQUE INDEX "I i" ON "S s"."M m" (id); CREATE INDEX a ON "S s"."M m" (lower(t));
        COMMENT ON INDEX "S s".a IS 'a'; COMMENT ON MATERIALIZED VIEW "S s"."M m" IS 'm';
        COMMENT ON COLUMN "S s"."M m".t IS 't'; GRANT SELECT ON "S s"."M m" TO {mixed};
        ALTER MATERIALIZED VIEW "S s"."M m" ALTER t SET STATISTICS 5;
        CREATE MATERIALIZED VIEW full_one AS SELECT 1 AS one"""
    )
    assert objects['materialized view "S s.M m"'] == MaterializedView(
        name="S s.M m",
        query="SELECT 1 AS id,\n    'x'::text AS t",
        storage=(("fillfactor", "50"), ("toast.autovacuum_enabled", "false")),
        populated=False,
        indexes=(
            Index(name="I i", keys=(IndexKey(column="id"),), unique=True),
            Index(name="a", keys=(IndexKey(expression="lower(t)"),), comment="a"),
        ),
        columns=(ViewColumn(name="t", comment="t", statistics=5),),
        comment="m",
        privileges=Privileges(grants=(Grant(catalog.mixed, "SELECT"),)),
    )
    assert objects['materialized view "full_one"'] == MaterializedView(
        name="full_one", query="SELECT 1 AS one"
    )


def test_how_a_materialized_view_is_stored_is_told(catalog):
    catalog.run(
        """CREATE MATERIALIZED VIEW m AS SELECT 'x'::text AS t; CREATE INDEX i ON m (t);
        ALTER MATERIALIZED VIEW m CLUSTER ON i; ALTER MATERIALIZED VIEW m ALTER t
        SET STORAGE EXTERNAL"""
    )
    state = introspect(catalog.session)
    assert state.others == {("options of column", "m.t"): "storage e"}
    (view,) = state.model.objects.values()
    assert isinstance(view, MaterializedView)
    assert view.cluster_on == "i"


def test_functions_keep_every_attribute(catalog):
    objects = catalog.objects(
        """CREATE SCHEMA "S s"; CREATE TABLE "S s".t (a int);
        CREATE FUNCTION "S s"."F f"(a int DEFAULT 3, VARIADIC b text[] DEFAULT '{}') RETURNS int
            LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER LEAKPROOF PARALLEL SAFE COST 7
            SET search_path = public, "$user" SET work_mem = '5MB' AS $$BEGIN RETURN a; END$$;
        COMMENT ON FUNCTION "S s"."F f" IS 'f';
        GRANT EXECUTE ON FUNCTION "S s"."F f" TO {mixed};
        REVOKE EXECUTE ON FUNCTION "S s"."F f" FROM PUBLIC;
        CREATE FUNCTION "S s"."F f"("S s".t, text) RETURNS SETOF "S s".t LANGUAGE sql ROWS 5
            PARALLEL RESTRICTED AS 'SELECT $1'"""
    )
    assert objects['function "S s.F f(integer, text[])"'] == Routine(
        name="S s.F f",
        signature="integer, text[]",
        body="BEGIN RETURN a; END",
        arguments="a integer DEFAULT 3, VARIADIC b text[] DEFAULT '{}'::text[]",
        returns="integer",
        language="plpgsql",
        volatility="stable",
        strict=True,
        security_definer=True,
        leakproof=True,
        parallel="safe",
        cost=7,
        settings=(("search_path", 'public, "$user"'), ("work_mem", "5MB")),
        comment="f",
        privileges=Privileges(
            grants=(Grant(catalog.mixed, "EXECUTE"),), revokes=(Grant(PUBLIC, "EXECUTE"),)
        ),
    )
    assert objects['function "S s.F f("S s".t, text)"'] == Routine(
        name="S s.F f",
        signature='"S s".t, text',
        body="SELECT $1",
        arguments='"S s".t, text',
        returns='SETOF "S s".t',
        rows=5,
        parallel="restricted",
    )


def test_routines_keep_their_shape(catalog):
    objects = catalog.objects(
        """CREATE FUNCTION outs(OUT a int, INOUT b text) LANGUAGE sql AS 'SELECT 1, $1';
        CREATE FUNCTION tab(i int) RETURNS TABLE (a int, "B b" text) LANGUAGE sql
            AS 'SELECT 1, ''x''';
        CREATE PROCEDURE "P p"(INOUT a int, b text DEFAULT 'q') LANGUAGE plpgsql
            AS 'BEGIN a := 2; END';
        COMMENT ON PROCEDURE "P p" IS 'p'; REVOKE EXECUTE ON PROCEDURE "P p" FROM PUBLIC;
        CREATE FUNCTION win() RETURNS int LANGUAGE internal WINDOW AS 'window_row_number';
        CREATE FUNCTION c(internal) RETURNS void LANGUAGE c
            AS '$libdir/plpgsql', 'plpgsql_call_handler'"""
    )
    assert objects['function "outs(text)"'] == Routine(
        name="outs",
        signature="text",
        body="SELECT 1, $1",
        arguments="OUT a integer, INOUT b text",
        returns="record",
    )
    assert objects['function "tab(integer)"'] == Routine(
        name="tab",
        signature="integer",
        body="SELECT 1, 'x'",
        arguments="i integer",
        returns='TABLE(a integer, "B b" text)',
    )
    assert objects['procedure "P p(integer, text)"'] == Routine(
        name="P p",
        signature="integer, text",
        body="BEGIN a := 2; END",
        arguments="INOUT a integer, b text DEFAULT 'q'::text",
        procedure=True,
        language="plpgsql",
        comment="p",
        privileges=Privileges(revokes=(Grant(PUBLIC, "EXECUTE"),)),
    )
    assert objects['function "win()"'] == Routine(
        name="win",
        signature="",
        body="window_row_number",
        returns="integer",
        language="internal",
        window=True,
    )
    assert objects['function "c(internal)"'] == Routine(
        name="c",
        signature="internal",
        body="plpgsql_call_handler",
        arguments="internal",
        returns="void",
        language="c",
        library="$libdir/plpgsql",
    )


def test_bodies_of_sql_are_as_the_server_reprints_them(catalog):
    if catalog.session.server.version < 140000:
        pytest.skip("needs PostgreSQL 14")
    objects = catalog.objects(
        """CREATE TABLE t (a int); CREATE FUNCTION r(i int) RETURNS int LANGUAGE sql RETURN i+1;
        CREATE FUNCTION b(i int) RETURNS bigint LANGUAGE sql IMMUTABLE
            BEGIN ATOMIC SELECT 1; SELECT count(*) AS n FROM t; END"""
    )
    assert objects['function "r(integer)"'] == Routine(
        name="r",
        signature="integer",
        body="RETURN (i + 1)",
        arguments="i integer",
        returns="integer",
        atomic=True,
    )
    assert objects['function "b(integer)"'] == Routine(
        name="b",
        signature="integer",
        body="BEGIN ATOMIC\n SELECT 1;\n SELECT count(*) AS n\n    FROM t;\nEND",
        arguments="i integer",
        returns="bigint",
        atomic=True,
        volatility="immutable",
    )


def test_aggregates_keep_every_parameter(catalog):
    objects = catalog.objects(
        """CREATE SCHEMA "S s";
        CREATE FUNCTION "S s".acc(int[], int) RETURNS int[] LANGUAGE sql IMMUTABLE
            AS 'SELECT $1 || $2';
        CREATE FUNCTION fin(int[]) RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE AGGREGATE "S s"."A a"(int) (sfunc = "S s".acc, stype = int[], sspace = 55,
            finalfunc = fin, finalfunc_modify = shareable, combinefunc = array_cat,
            initcond = '{1,2}', msfunc = "S s".acc, minvfunc = "S s".acc, mstype = int[],
            mfinalfunc = fin, minitcond = '{}', sortop = <, parallel = safe);
        COMMENT ON AGGREGATE "S s"."A a"(int) IS 'a';
        GRANT EXECUTE ON FUNCTION "S s"."A a"(int) TO {mixed};
        CREATE AGGREGATE nothing(*) (sfunc = int8inc, stype = int8, initcond = '0');
        CREATE AGGREGATE sorted(float8 ORDER BY anyelement) (sfunc = ordered_set_transition,
            stype = internal, finalfunc = percentile_disc_final, finalfunc_extra);
        CREATE AGGREGATE hyp(VARIADIC "any" ORDER BY VARIADIC "any") (
            sfunc = ordered_set_transition_multi, stype = internal, finalfunc = rank_final,
            finalfunc_extra, hypothetical)"""
    )
    assert objects['aggregate "S s.A a(integer)"'] == Aggregate(
        name="S s.A a",
        signature="integer",
        arguments="integer",
        definition=(
            ("sfunc", '"S s".acc'),
            ("stype", "integer[]"),
            ("sspace", "55"),
            ("finalfunc", "fin"),
            ("finalfunc_modify", "shareable"),
            ("combinefunc", "array_cat"),
            ("initcond", "'{1,2}'"),
            ("msfunc", '"S s".acc'),
            ("minvfunc", '"S s".acc'),
            ("mstype", "integer[]"),
            ("mfinalfunc", "fin"),
            ("minitcond", "'{}'"),
            ("sortop", "<"),
            ("parallel", "safe"),
        ),
        comment="a",
        privileges=Privileges(grants=(Grant(catalog.mixed, "EXECUTE"),)),
    )
    assert objects['aggregate "nothing()"'] == Aggregate(
        name="nothing",
        signature="",
        arguments="",
        definition=(("sfunc", "int8inc"), ("stype", "bigint"), ("initcond", "'0'")),
    )
    assert objects['aggregate "sorted(double precision, anyelement)"'] == Aggregate(
        name="sorted",
        signature="double precision, anyelement",
        arguments="double precision ORDER BY anyelement",
        definition=(
            ("sfunc", "ordered_set_transition"),
            ("stype", "internal"),
            ("finalfunc", "percentile_disc_final"),
            ("finalfunc_extra", "true"),
        ),
    )
    hypothetical = objects['aggregate "hyp("any")"']
    assert hypothetical.arguments == 'VARIADIC "any" ORDER BY VARIADIC "any"'
    assert hypothetical.definition[-1] == ("hypothetical", "true")


def test_triggers_keep_everything(catalog):
    objects = catalog.objects(
        TRIGGERS
        + """CREATE TRIGGER "T t" BEFORE INSERT OR UPDATE OF "N n", n OR DELETE ON t FOR EACH ROW
            WHEN (pg_trigger_depth() < 1) EXECUTE FUNCTION "S s"."F f"('a''b', 'WHEN (x) y');
        COMMENT ON TRIGGER "T t" ON t IS 't'; ALTER TABLE t ENABLE ALWAYS TRIGGER "T t";
        CREATE TRIGGER moved AFTER UPDATE ON t REFERENCING OLD TABLE AS "O o" NEW TABLE AS n
            FOR EACH STATEMENT EXECUTE FUNCTION f(); ALTER TABLE t DISABLE TRIGGER moved;
        CREATE CONSTRAINT TRIGGER late AFTER INSERT ON t FROM "S s".t DEFERRABLE
            INITIALLY DEFERRED FOR EACH ROW WHEN (new.n > 3) EXECUTE FUNCTION f();
        CREATE TRIGGER emptied AFTER TRUNCATE ON "S s".t EXECUTE FUNCTION f();
        CREATE TRIGGER instead INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f()"""
    )
    found = {name: value for name, value in objects.items() if isinstance(value, Trigger)}
    assert found == {
        'trigger "t.T t"': Trigger(
            name="T t",
            table="t",
            timing="BEFORE",
            events=("INSERT", "UPDATE", "DELETE"),
            call="\"S s\".\"F f\"('a''b', 'WHEN (x) y')",
            columns=("N n", "n"),
            when="pg_trigger_depth() < 1",
            enabled="always",
            comment="t",
        ),
        'trigger "t.moved"': Trigger(
            name="moved",
            table="t",
            timing="AFTER",
            events=("UPDATE",),
            call="f()",
            each_row=False,
            old_table="O o",
            new_table="n",
            enabled="disabled",
        ),
        'trigger "t.late"': Trigger(
            name="late",
            table="t",
            timing="AFTER",
            events=("INSERT",),
            call="f()",
            when="new.n > 3",
            constraint=True,
            references_table="S s.t",
            deferrable=True,
            initially_deferred=True,
        ),
        'trigger "S s.t.emptied"': Trigger(
            name="emptied",
            table="S s.t",
            timing="AFTER",
            events=("TRUNCATE",),
            call="f()",
            each_row=False,
        ),
        'trigger "v.instead"': Trigger(
            name="instead", table="v", timing="INSTEAD OF", events=("INSERT",), call="f()"
        ),
    }


def test_triggers_of_partitions_and_of_foreign_keys_are_not_their_own(catalog):
    objects = catalog.objects(
        TRIGGERS
        + """CREATE TABLE p (a int PRIMARY KEY) PARTITION BY LIST (a);
        CREATE TABLE p1 PARTITION OF p DEFAULT; CREATE TABLE r (a int REFERENCES p);
        CREATE TRIGGER g AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f();
        CREATE TRIGGER own AFTER INSERT ON p1 FOR EACH ROW EXECUTE FUNCTION f()"""
    )
    found = {name for name, value in objects.items() if isinstance(value, Trigger)}
    assert found == {'trigger "p.g"', 'trigger "p1.own"'}


def test_rules_keep_everything(catalog):
    objects = catalog.objects(
        TRIGGERS
        + """CREATE RULE "R r" AS ON INSERT TO "S s".t WHERE new.id > 3
            DO INSTEAD (UPDATE t SET n = 1; DELETE FROM t);
        COMMENT ON RULE "R r" ON "S s".t IS 'r'; ALTER TABLE "S s".t DISABLE RULE "R r";
        CREATE RULE quiet AS ON DELETE TO t DO INSTEAD NOTHING"""
    )
    found = {name: value for name, value in objects.items() if isinstance(value, Rule)}
    assert found == {
        'rule "S s.t.R r"': Rule(
            name="R r",
            table="S s.t",
            definition='ON INSERT TO "S s".t\n   WHERE (new.id > 3) DO INSTEAD '
            "( UPDATE t SET n = 1;\n DELETE FROM t;\n)",
            enabled="disabled",
            comment="r",
        ),
        'rule "t.quiet"': Rule(
            name="quiet", table="t", definition="ON DELETE TO t DO INSTEAD NOTHING"
        ),
    }


def test_policies_keep_everything(catalog):
    objects = catalog.objects(
        """CREATE SCHEMA "S s"; CREATE TABLE "S s"."T t" (id int, n int);
        CREATE POLICY "P p" ON "S s"."T t" AS RESTRICTIVE FOR UPDATE TO {reader}, {mixed}
            USING (id > 1) WITH CHECK (n > 0);
        COMMENT ON POLICY "P p" ON "S s"."T t" IS 'p';
        CREATE POLICY everyone ON "S s"."T t" USING (true);
        CREATE POLICY fresh ON "S s"."T t" FOR INSERT TO PUBLIC WITH CHECK (id = 1 OR n = 2)"""
    )
    found = {name: value for name, value in objects.items() if isinstance(value, Policy)}
    assert found == {
        'policy "S s.T t.P p"': Policy(
            name="P p",
            table="S s.T t",
            command="UPDATE",
            permissive=False,
            roles=(catalog.mixed, catalog.reader),
            using="id > 1",
            check="n > 0",
            comment="p",
        ),
        'policy "S s.T t.everyone"': Policy(name="everyone", table="S s.T t", using="true"),
        'policy "S s.T t.fresh"': Policy(
            name="fresh", table="S s.T t", command="INSERT", check="(id = 1) OR (n = 2)"
        ),
    }


def test_statistics_keep_everything(catalog):
    objects = catalog.objects(
        """CREATE SCHEMA "S s"; CREATE TABLE t (gone int, id int, "N n" text, n int);
        ALTER TABLE t DROP gone;
        CREATE STATISTICS "S s"."X x" (mcv, ndistinct) ON "N n", id FROM t;
        COMMENT ON STATISTICS "S s"."X x" IS 'x'; ALTER STATISTICS "S s"."X x" SET STATISTICS 9;
        CREATE STATISTICS plain ON id, n FROM t"""
    )
    assert objects['statistics "S s.X x"'] == Statistics(
        name="S s.X x",
        table="t",
        columns=("id", '"N n"'),
        kinds=("ndistinct", "mcv"),
        target=9,
        comment="x",
    )
    assert objects['statistics "plain"'] == Statistics(name="plain", table="t", columns=("id", "n"))


def test_statistics_over_expressions_are_read(catalog):
    if catalog.session.server.version < 140000:
        pytest.skip("needs PostgreSQL 14")
    objects = catalog.objects(
        """CREATE TABLE t (id int, "N n" text); CREATE STATISTICS one ON (lower("N n")) FROM t;
        CREATE STATISTICS more (ndistinct) ON (id + 1), "N n", lower("N n") FROM t"""
    )
    assert objects['statistics "one"'] == Statistics(
        name="one", table="t", columns=('(lower("N n"))',)
    )
    assert objects['statistics "more"'] == Statistics(
        name="more",
        table="t",
        columns=('"N n"', "(id + 1)", '(lower("N n"))'),
        kinds=("ndistinct",),
    )
