"""What PostgreSQL prints of an expression, rendered and read again, is printed the same."""

from __future__ import annotations

import psycopg
import pytest

from fluentorm.dialects.postgres.steady import steady
from fluentorm.diff.operations import AddConstraint, CreateObject
from fluentorm.schema.database_objects import View
from fluentorm.schema.objects import Check
from tests.acceptance.ddl_support import run

pytestmark = pytest.mark.acceptance

WRITTEN = [
    "s IN ('a', 'b''c, (d)]')",
    "s NOT IN ('a', 'b')",
    "s IN ('a', upper('b'))",
    "s IN ('a', s || 'x', lower(s))",
    "n NOT IN (n + 1, n + 2, n + 3) AND b",
    "n BETWEEN 1 AND 5 AND s = 'x' AND b",
    "n NOT BETWEEN 1 AND 5 OR s = 'x'",
    "n BETWEEN SYMMETRIC 1 AND 5 OR b",
    "NOT (n BETWEEN 1 AND 2 AND b)",
    "b AND n BETWEEN 1 AND 2 AND n BETWEEN 3 AND 4",
    "(n BETWEEN 1 AND 2 AND n BETWEEN 3 AND 4) AND n BETWEEN 5 AND 6 OR b OR (b OR b)",
    "(CASE WHEN n BETWEEN 1 AND 2 AND b THEN b ELSE b AND b END AND b) AND b",
    "\"and\" BETWEEN 1 AND 2 AND lower(s) = 'and' AND b",
    "s = ANY (ARRAY['a', 'b'])",
    "s LIKE ANY (ARRAY['a%', 'b'])",
    "s <> ALL ('{a,b}'::varchar[])",
    "CASE s WHEN 'a' THEN true ELSE s IN ('x', 'y') END",
    "s IN ('a', CASE WHEN s IN ('b', 'c') THEN 'd' ELSE 'e' END)",
    "c IN ('a', 'b')",
    "n IN (1, 2)",
    "n = ANY (ARRAY[1, 2, 30000000000])",
    "n = ANY (ARRAY[1, 2])",
    "a = ARRAY['a', 'b']::varchar[]",
    "a && ARRAY['a', 'b']::varchar(3)[]",
    "s IN ('a', '1') AND n IN (1, 2.5) OR NOT (a[1] IN ('x', 'y'))",
    "n BETWEEN 1 AND 5 AND (n > 2 OR (n > 3 AND n < 4))",
    "d > '2020-01-01' AND d + interval '1 day' < now() AT TIME ZONE 'UTC'",
    "s ~* '^[a-z]+$' AND s COLLATE \"C\" < 'x'",
    "(s, n) IN (('a', 1), ('b', 2))",
    "n::text = ANY (string_to_array(s, ','))",
    "EXTRACT(year FROM d) > 2000 AND coalesce(s, 'x') IS DISTINCT FROM 'y'",
]


@pytest.fixture
def connection(database):
    with psycopg.connect(database) as session:
        session.execute("SET search_path = public")
        session.execute(
            "CREATE TABLE t (s varchar(10), a varchar(20)[], n numeric, c char(3), d timestamp,"
            'b boolean, "and" integer)'
        )
        yield session
        session.rollback()


def printed(connection, name):
    query = "SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conname = %s"
    return connection.execute(query, (name,)).fetchone()[0]


def test_checks_are_printed_as_they_were(connection):
    for expression in WRITTEN:
        connection.execute(f"ALTER TABLE t ADD CONSTRAINT one CHECK ({expression})".encode())
        first = printed(connection, "one")
        run(connection, [AddConstraint(table="t", constraint=Check(name="two", expression=first))])
        assert printed(connection, "two") == first
        connection.execute("ALTER TABLE t DROP CONSTRAINT one, DROP CONSTRAINT two")


def test_views_are_printed_as_they_were(connection):
    for expression in WRITTEN:
        connection.execute(
            f"CREATE VIEW one AS SELECT {expression} AS x FROM t WHERE {expression}".encode()
        )
        (first,) = connection.execute("SELECT pg_get_viewdef('one'::regclass)").fetchone()
        run(connection, [CreateObject(object=View(name="two", query=first.rstrip(";")))])
        (second,) = connection.execute("SELECT pg_get_viewdef('two'::regclass)").fetchone()
        assert second == first
        connection.execute("DROP VIEW one, two")


def test_nothing_else_is_touched():
    for text in (
        "(a > 0 AND b > 0) AND c > 0",
        "(a BETWEEN 1 AND 5) AND b",
        "(a OR b) AND c",
        "a AND (b AND c) AND d",
        "f(a AND b) OR c",
        "f(a AND b) AND c",
        "(a BETWEEN x AND y) AND b",
        "SELECT 1 WHERE ((a) AND (b)) AND (c)",
        "'((a) AND (b)) AND c'",
        "x = ANY (ARRAY['a'::text])",
        "'(ARRAY[''a''::text])::text[]'",
        "(ARRAY[a, b])::text[]",
        "(ARRAY['a'::text, b])::text[]",
        "(ARRAY[ARRAY[1]])::bigint[]",
        "(ARRAY['a'::text]::text[])::character varying[]",
        "(ARRAY['a'::text",
    ):
        assert steady(text) == text
