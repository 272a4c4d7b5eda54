"""Pairs in which types change, and what stands on them."""

from __future__ import annotations

from tests.acceptance.sql_pair import Pair

_ON_CONFLICT = "ON CONFLICT (id) DO UPDATE SET n = excluded.n;"

PAIRS = {
    "an enum that becomes a domain of its name": Pair(
        old="CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (x e, many e[]);",
        new="CREATE DOMAIN e AS text CHECK (VALUE <> ''); CREATE TABLE t (x e, many e[]);",
        never=("TABLE t (",),
    ),
    "an enum that becomes a domain, under what reads it": Pair(
        old="""
            CREATE TYPE e AS ENUM ('a', 'b');
            CREATE TABLE t (x e DEFAULT 'a', CHECK (x <> 'b'));
            CREATE INDEX i ON t (x) WHERE x = 'a';
            CREATE VIEW v AS SELECT x FROM t;
            CREATE FUNCTION f(e) RETURNS e LANGUAGE sql AS 'SELECT $1';
            """,
        new="""
            CREATE DOMAIN e AS text CHECK (VALUE <> '');
            CREATE TABLE t (x e DEFAULT 'a', CHECK (x <> 'b'));
            CREATE INDEX i ON t (x) WHERE x = 'a';
            CREATE VIEW v AS SELECT x FROM t;
            CREATE FUNCTION f(e) RETURNS e LANGUAGE sql AS 'SELECT $1';
            """,
        never=("TABLE t (",),
    ),
    "an enum that becomes a composite type of its name": Pair(
        old="CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (id int, x e, y int);",
        new="CREATE TYPE e AS (a int); CREATE TABLE t (id int, x e, y int);",
        never=("TABLE t (",),
    ),
    "an attribute more, while one column of the type goes and one comes": Pair(
        old="CREATE TYPE pair AS (x int); CREATE TABLE t (id int, gone pair);",
        new="CREATE TYPE pair AS (x int, y text); CREATE TABLE t (id int, came pair);",
        never=("DROP TYPE",),
    ),
    "an attribute of another type, while one column goes and one comes": Pair(
        old="CREATE TYPE pair AS (x int, y text); CREATE TABLE t (id int, gone pair[]);",
        new="CREATE TYPE pair AS (x bigint, y text); CREATE TABLE t (id int, came pair);",
    ),
    "a column that goes, which the body of a function needs untold": Pair(
        old=f"""
            CREATE TABLE l (id int PRIMARY KEY, n int, gone int);
            CREATE FUNCTION f(i int) RETURNS void LANGUAGE sql BEGIN ATOMIC
                INSERT INTO l (id, n) VALUES (i, 1) {_ON_CONFLICT} END;
            """,
        new=f"""
            CREATE TABLE l (id int PRIMARY KEY, n int);
            CREATE FUNCTION f(i int) RETURNS void LANGUAGE sql BEGIN ATOMIC
                INSERT INTO l (id, n) VALUES (i, 1) {_ON_CONFLICT} END;
            """,
        since=14,
    ),
    "a column that goes, which a rule needs untold": Pair(
        old=f"""
            CREATE TABLE t (id int PRIMARY KEY, a int);
            CREATE TABLE l (id int PRIMARY KEY, n int, gone int);
            CREATE RULE r AS ON UPDATE TO t DO ALSO
                INSERT INTO l (id, n) VALUES (NEW.id, NEW.a) {_ON_CONFLICT}
            """,
        new=f"""
            CREATE TABLE t (id int PRIMARY KEY, a int);
            CREATE TABLE l (id int PRIMARY KEY, n int);
            CREATE RULE r AS ON UPDATE TO t DO ALSO
                INSERT INTO l (id, n) VALUES (NEW.id, NEW.a) {_ON_CONFLICT}
            """,
    ),
    "a domain made anew under the default of a partition": Pair(
        old="""
            CREATE DOMAIN d AS int NOT NULL;
            CREATE TABLE p (id int, x d DEFAULT 1) PARTITION BY RANGE (id);
            CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9);
            """,
        new="""
            CREATE DOMAIN d AS bigint CHECK (VALUE > 0);
            CREATE TABLE p (id int, x d) PARTITION BY RANGE (id);
            CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9);
            """,
        never=("TABLE p (",),
    ),
    "an enum that a column leaves for a multirange, whose range is made anew": Pair(
        old="""
            CREATE TYPE state AS ENUM ('a', 'b');
            CREATE TYPE span AS RANGE (subtype = float8, multirange_type_name = many);
            CREATE TABLE t (name state, amount span);
            """,
        new="""
            CREATE TYPE state AS ENUM ('b');
            CREATE TYPE span AS RANGE (
                subtype = float8, subtype_diff = float8mi, multirange_type_name = many
            );
            CREATE TABLE t (name many, amount span);
            """,
        since=14,
    ),
}
