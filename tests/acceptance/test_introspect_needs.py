"""What each object needs, as the server tells it."""

import pytest

pytestmark = pytest.mark.acceptance


def test_columns_need_their_types_collations_and_what_their_expressions_name(catalog):
    needs = catalog.needs(
        """CREATE SCHEMA s; CREATE TYPE s.mood AS ENUM ('a'); CREATE DOMAIN d AS int;
        CREATE TYPE pair AS (x int); CREATE TYPE span AS RANGE (subtype = int4);
        CREATE COLLATION c (provider = libc, locale = 'C'); CREATE EXTENSION citext;
        CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
        CREATE SEQUENCE numbers; CREATE TABLE other (a int);
        CREATE TABLE t (a s.mood[], b d, p pair, s span, c text COLLATE c, e citext, o other,
            i int DEFAULT f(1), n int DEFAULT nextval('numbers'), g int
            GENERATED ALWAYS AS (f(i) + n) STORED, ser serial, plain int)"""
    )
    columns = {name: value for name, value in needs.items() if name.startswith("column")}
    assert columns == {
        'column "t.a"': {'enum "s.mood"'},
        'column "t.b"': {'domain "d"'},
        'column "t.p"': {'composite type "pair"'},
        'column "t.s"': {'range type "span"'},
        'column "t.c"': {'collation "c"'},
        'column "t.e"': {'extension "citext"'},
        'column "t.o"': {'table "other"'},
        'column "t.i"': {'function "f(integer)"'},
        'column "t.n"': {'sequence "numbers"'},
        'column "t.g"': {'function "f(integer)"', 'column "t.i"', 'column "t.n"'},
        'column "t.ser"': {'sequence "t_ser_seq"'},
    }
    assert needs['enum "s.mood"'] == {'namespace "s"'}
    assert 'sequence "t_ser_seq"' not in needs


def test_constraints_and_indexes_need_columns_functions_and_keys(catalog):
    needs = catalog.needs(
        """CREATE SCHEMA s; CREATE EXTENSION btree_gist;
        CREATE FUNCTION s.f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
        CREATE TABLE u (a int PRIMARY KEY, b int, c int); CREATE UNIQUE INDEX ui ON u (b);
        CREATE TABLE t (a int CHECK (s.f(a) > 0), b int, c int UNIQUE,
            CONSTRAINT k FOREIGN KEY (a) REFERENCES u, CONSTRAINT k2 FOREIGN KEY (b)
            REFERENCES u (b), CONSTRAINT e EXCLUDE USING gist (b WITH =));
        CREATE INDEX i ON t (s.f(b), c) INCLUDE (a) WHERE c > 0"""
    )
    assert {name: value for name, value in needs.items() if '"t.' in name} == {
        'constraint "t.t_a_check"': {'table "t"', 'column "t.a"', 'function "s.f(integer)"'},
        'constraint "t.t_c_key"': {'table "t"', 'column "t.c"'},
        'constraint "t.k"': {
            'table "t"',
            'column "t.a"',
            'table "u"',
            'column "u.a"',
            'constraint "u.u_pkey"',
        },
        'constraint "t.k2"': {
            'table "t"',
            'column "t.b"',
            'table "u"',
            'column "u.b"',
            'index "u.ui"',
        },
        'constraint "t.e"': {'table "t"', 'column "t.b"', 'extension "btree_gist"'},
        'index "t.i"': {
            'table "t"',
            'column "t.a"',
            'column "t.b"',
            'column "t.c"',
            'function "s.f(integer)"',
        },
    }


def test_views_and_rules_need_relations_and_their_columns(catalog):
    needs = catalog.needs(
        """CREATE SCHEMA s; CREATE TABLE t (id int PRIMARY KEY, a int, b text);
        CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT $1';
        CREATE VIEW v AS SELECT id, f(a) AS a FROM t;
        CREATE VIEW s.w AS SELECT v.a FROM v; ALTER VIEW s.w ALTER a SET DEFAULT f(3);
        CREATE MATERIALIZED VIEW m AS SELECT a FROM s.w; CREATE INDEX ON m (f2(a));
        CREATE VIEW grouped AS SELECT id, b FROM t GROUP BY id;
        CREATE RULE r AS ON DELETE TO v DO INSTEAD DELETE FROM t WHERE t.id = old.id;
        CREATE TRIGGER g INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION tf()""".replace(
            "CREATE VIEW v",
            """CREATE FUNCTION f2(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
        CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE VIEW v""",
            1,
        )
    )
    assert needs['view "v"'] == {
        'table "t"',
        'column "t.id"',
        'column "t.a"',
        'function "f(integer)"',
    }
    assert needs['view "s.w"'] == {
        'namespace "s"',
        'view "v"',
        'column "v.a"',
        'function "f(integer)"',
    }
    assert needs['materialized view "m"'] == {
        'view "s.w"',
        'column "s.w.a"',
        'function "f2(integer)"',
    }
    assert 'constraint "t.t_pkey"' in needs['view "grouped"']
    assert needs['rule "v.r"'] == {'view "v"', 'column "v.id"', 'table "t"', 'column "t.id"'}
    assert needs['trigger "v.g"'] == {'view "v"', 'function "tf()"'}


def test_types_and_routines_need_types(catalog):
    needs = catalog.needs(
        """CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (a int);
        CREATE TYPE pair AS (m mood, t t); CREATE DOMAIN d AS pair CHECK (f(VALUE) > 0);
        CREATE FUNCTION g(t, d[]) RETURNS SETOF mood LANGUAGE sql AS 'SELECT null::mood';
        CREATE FUNCTION acc(int, mood) RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE AGGREGATE agg(mood) (sfunc = acc, stype = int)""".replace(
            "CREATE DOMAIN",
            "CREATE FUNCTION f(pair) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE DOMAIN",
        )
    )
    assert needs == {
        'composite type "pair"': {'enum "mood"', 'table "t"'},
        'function "f(pair)"': {'composite type "pair"'},
        'domain "d"': {'composite type "pair"', 'function "f(pair)"'},
        'function "g(t, d[])"': {'table "t"', 'domain "d"', 'enum "mood"'},
        'function "acc(integer, mood)"': {'enum "mood"'},
        'aggregate "agg(mood)"': {'function "acc(integer, mood)"', 'enum "mood"'},
    }


def test_what_hangs_on_tables_needs_them_and_what_is_called(catalog):
    needs = catalog.needs(
        """CREATE TABLE t (a int, b int);
        CREATE FUNCTION f(int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
        CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE FUNCTION ef() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
        CREATE TRIGGER g BEFORE UPDATE OF a ON t FOR EACH ROW WHEN (f(old.b))
            EXECUTE FUNCTION tf();
        CREATE POLICY p ON t USING (f(a)); CREATE STATISTICS st ON a, b FROM t;
        CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION ef();
        CREATE PUBLICATION pub FOR TABLE t"""
    )
    assert needs == {
        'trigger "t.g"': {
            'table "t"',
            'column "t.a"',
            'column "t.b"',
            'function "f(integer)"',
            'function "tf()"',
        },
        'policy "t.p"': {'table "t"', 'column "t.a"', 'function "f(integer)"'},
        'statistics "st"': {'table "t"', 'column "t.a"', 'column "t.b"'},
        'event trigger "e"': {'function "ef()"'},
        'publication "pub"': {'table "t"'},
    }


def test_children_need_their_parents_and_not_what_they_inherit(catalog):
    needs = catalog.needs(
        """CREATE TABLE p (a int PRIMARY KEY, CHECK (a > 0)) PARTITION BY LIST (a);
        CREATE TABLE p1 PARTITION OF p DEFAULT; CREATE TABLE base (x int CHECK (x > 0));
        CREATE TABLE kid (y int) INHERITS (base); CREATE TABLE r (a int REFERENCES p1 (a))"""
    )
    assert needs['table "p1"'] == {'table "p"'}
    assert needs['table "kid"'] == {'table "base"'}
    assert {name for name in needs if '"p1.' in name or '"kid.' in name} == set()
    assert needs['constraint "r.r_a_fkey"'] == {
        'table "r"',
        'column "r.a"',
        'table "p1"',
        'column "p1.a"',
    }


def test_what_is_no_object_of_a_model_is_passed_through(catalog):
    needs = catalog.needs(
        """CREATE SCHEMA s; CREATE FUNCTION f(int, int) RETURNS bool LANGUAGE sql
            IMMUTABLE AS 'SELECT true';
        CREATE OPERATOR s.### (leftarg = int, rightarg = int, function = f);
        CREATE VIEW v AS SELECT 1 OPERATOR(s.###) 2 AS o"""
    )
    assert needs == {'view "v"': {'function "f(integer, integer)"', 'namespace "s"'}}


def test_bodies_of_sql_need_what_they_name(catalog):
    if catalog.session.server.version < 140000:
        pytest.skip("needs PostgreSQL 14")
    needs = catalog.needs(
        """CREATE TABLE t (a int, b int); CREATE FUNCTION f() RETURNS int LANGUAGE sql
            BEGIN ATOMIC SELECT a FROM t; END"""
    )
    assert needs == {'function "f()"': {'table "t"', 'column "t.a"'}}
