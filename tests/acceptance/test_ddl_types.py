"""The tables of casts, fillers and rewrites say what the server does."""

from __future__ import annotations

from itertools import product

import psycopg
import pytest

from fluentorm.dialects.postgres.fillers import SEQUENCE, filler, numbering
from fluentorm.dialects.postgres.narrowing import rewrites, risks
from fluentorm.dialects.postgres.types import conversion, needs_using
from fluentorm.schema.types import canonical_type

pytestmark = pytest.mark.acceptance

TYPES = [
    *"smallint integer bigint numeric real text name boolean date interval uuid json".split(),
    *"jsonb bytea inet cidr macaddr macaddr8 money oid xml point box path polygon".split(),
    *"circle lseg line tsvector tsquery int4range int8range numrange tsrange tstzrange".split(),
    *"daterange int4multirange nummultirange datemultirange tstzmultirange pg_lsn".split(),
    *"integer[] text[] bigint[] date[] uuid[] bit(3)[]".split(),
    *("double precision", "character varying", "character(4)", "bit(3)", "bit varying", '"char"'),
    *("timestamp without time zone", "timestamp with time zone", "character varying(5)"),
    *("time without time zone", "time with time zone", "numeric(6,2)", "mood", "mood[]"),
    *("interval day to second(3)", "timestamp(3) without time zone", "bit varying(4)"),
]


@pytest.fixture
def connection(database):
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TYPE mood AS ENUM ('sad', 'ok')")
        connection.execute(
            """
            CREATE FUNCTION refusal(statement text) RETURNS text LANGUAGE plpgsql AS $$
            BEGIN
                BEGIN
                    EXECUTE statement;
                    RAISE 'undo';
                EXCEPTION WHEN OTHERS THEN
                    RETURN nullif(sqlerrm, 'undo');
                END;
            END $$
            """
        )
        yield connection


def retype(connection, old, new):
    using = conversion("c", old, new)
    clause = f" USING {using}" if using else ""
    connection.execute(f"ALTER TABLE t ALTER COLUMN c TYPE {new}{clause}")


def create_wide_table(connection):
    columns = ", ".join(f"c{i} {name}" for i, name in enumerate(TYPES))
    connection.execute(f"CREATE TABLE t ({columns})")


def refusals(connection, statements):
    rows = connection.execute(
        "SELECT refusal(s) FROM unnest(%s::text[]) WITH ORDINALITY u(s, n) ORDER BY n", [statements]
    ).fetchall()
    return [row[0] for row in rows]


def pairs():
    return [(old, new) for old, new in product(TYPES, TYPES) if old != new]


def test_types_are_canonical_and_so_does_the_server_print_them(connection):
    for name in TYPES:
        assert canonical_type(name) == name
    create_wide_table(connection)
    rows = connection.execute(
        "SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
        " WHERE attrelid = 't'::regclass AND attnum > 0 ORDER BY attnum"
    ).fetchall()
    assert [row[0] for row in rows] == TYPES


def test_using_is_written_exactly_where_the_server_wants_it(connection):
    """INSERT casts by assignment, as ALTER COLUMN TYPE does, and needs no rewritten table."""
    create_wide_table(connection)
    statements = [
        f"EXPLAIN INSERT INTO t (c{TYPES.index(new)}) SELECT c{TYPES.index(old)} FROM t"
        for old, new in pairs()
    ]
    answers = refusals(connection, statements)
    wrong = [
        (old, new, answer)
        for (old, new), answer in zip(pairs(), answers, strict=True)
        if needs_using(old, new) != (answer is not None)
    ]
    assert wrong == []


def test_every_conversion_is_valid_sql(connection):
    create_wide_table(connection)
    used = [(old, new) for old, new in pairs() if needs_using(old, new)]
    statements = [
        f"EXPLAIN INSERT INTO t (c{TYPES.index(new)})"
        f" SELECT {conversion(f'c{TYPES.index(old)}', old, new)} FROM t"
        for old, new in used
    ]
    assert [answer for answer in refusals(connection, statements) if answer is not None] == []


def test_every_filler_is_a_value_of_its_type(connection):
    for name in TYPES:
        value = filler(name)
        assert (value is None) == (name == "mood")
        if value is not None and name != "xml":  # the embedded server is built without libxml
            connection.execute(f"CREATE TABLE t (c {name} NOT NULL DEFAULT {value})")
            connection.execute("INSERT INTO t DEFAULT VALUES")
            connection.execute("DROP TABLE t")


# No key can be over most of them; the others have few values, or need an order of their own.
UNNUMBERED = {
    *"boolean xml json point box path polygon circle lseg line tsvector tsquery mood".split(),
    *"int4range int8range numrange tsrange tstzrange daterange".split(),
    *"int4multirange nummultirange datemultirange tstzmultirange".split(),
    *("mood[]", "pg_lsn", "bit(3)", "bit(3)[]", "bit varying", "bit varying(4)", '"char"'),
    "interval day to second(3)",
}


def test_every_numbering_gives_three_rows_three_values(connection):
    unknown = set()
    for name in TYPES:
        values = numbering(name)
        if values is None:
            unknown.add(name)
            continue
        connection.execute(
            "CREATE TABLE t AS SELECT FROM generate_series(1, 3);"
            f" CREATE TEMPORARY SEQUENCE {SEQUENCE};"
            f" ALTER TABLE t ADD c {name} NOT NULL UNIQUE DEFAULT ({values.expression});"
            " DROP TABLE t;"
            f" DROP SEQUENCE pg_temp.{SEQUENCE}"
        )
    assert unknown == UNNUMBERED


@pytest.mark.parametrize(
    ("name", "most"),
    [("character varying(2)", 99), ("character(1)", 9), ("numeric(2,1)", 99)],
)
def test_a_numbering_serves_as_many_rows_as_it_says(connection, name, most):
    values = numbering(name)
    assert values.most == most
    for rows, refused in ((most, False), (most + 1, True)):
        connection.execute(f"CREATE TEMPORARY SEQUENCE {SEQUENCE}")
        connection.execute(f"CREATE TABLE t AS SELECT FROM generate_series(1, {rows})")
        add = f"ALTER TABLE t ADD c {name} NOT NULL UNIQUE DEFAULT ({values.expression})"
        assert (refusals(connection, [add])[0] is not None) == refused
        connection.execute(f"DROP TABLE t; DROP SEQUENCE pg_temp.{SEQUENCE}")


REWRITTEN = [
    ("character varying(5)", "character varying(9)"),
    ("character varying(9)", "character varying(5)"),
    ("character varying(5)", "text"),
    ("character varying", "text"),
    ("text", "character varying"),
    ("text", "character varying(5)"),
    ("character(4)", "character(5)"),
    ("character(4)", "text"),
    ("numeric(6,2)", "numeric(8,2)"),
    ("numeric(6,2)", "numeric(8,3)"),
    ("numeric(6,2)", "numeric(5,2)"),
    ("numeric(6,2)", "numeric"),
    ("numeric", "numeric(6,2)"),
    ("integer", "bigint"),
    ("integer", "numeric"),
    ("bit varying(4)", "bit varying(5)"),
    ("bit varying(5)", "bit varying(4)"),
    ("bit(3)", "bit varying"),
    ("timestamp(3) without time zone", "timestamp(6) without time zone"),
    ("timestamp(3) without time zone", "timestamp without time zone"),
    ("timestamp without time zone", "timestamp(3) without time zone"),
    ("time(3) without time zone", "time(4) without time zone"),
    ("interval(3)", "interval"),
    ("cidr", "inet"),
    ("inet", "cidr"),
    ("json", "jsonb"),
    ("text", "integer"),
    ("real", "double precision"),
    ("mood", "text"),
    ("integer[]", "bigint[]"),
    ("integer[]", "text"),
    ("date", "timestamp without time zone"),
    ("xml", "text"),
    ("oid", "integer"),
    ("integer", "oid"),
    ("xml", "character varying"),
    ("bit(3)", "bit varying(5)"),
    ("bit varying", "bit(3)"),
    ("name", "text"),
]


def test_rewrites_says_what_the_server_does(connection):
    wrong = []
    for old, new in REWRITTEN:
        connection.execute(f"CREATE TABLE t (c {old})")
        node = connection.execute("SELECT pg_relation_filenode('t')").fetchone()
        retype(connection, old, new)
        now = connection.execute("SELECT pg_relation_filenode('t')").fetchone()
        connection.execute("DROP TABLE t")
        if rewrites(old, new) != (node != now):
            wrong.append((old, new))
    assert wrong == []


SAMPLES = {
    "smallint": ["-32768", "32767", "7"],
    "integer": ["-2147483648", "2147483647", "7"],
    "bigint": ["-9223372036854775808", "9223372036854775807", "7"],
    "numeric(6,2)": ["1234.56", "-9999.99", "0.1"],
    "numeric(4,0)": ["9999", "-9999"],
    "numeric(10,4)": ["123456.7891"],
    "numeric": ["1e40", "0.000000000000000000001"],
    "real": ["0.1", "3.4e38"],
    "double precision": ["0.1", "1e300"],
    "boolean": ["true", "false"],
    "character varying(5)": ["abcde", ""],
    "character varying(9)": ["abcdefghi"],
    "character(4)": ["ab", "abcd"],
    "text": ["a long text", "007", "7"],
    "date": ["2024-02-29", "0001-01-01"],
    "timestamp without time zone": ["2024-02-29 12:34:56.789123"],
    "timestamp(3) without time zone": ["2024-02-29 12:34:56.789"],
    "time without time zone": ["23:59:59.999999"],
    "interval": ["1 year 2 days 03:04:05.678901"],
    "uuid": ["12345678-1234-1234-1234-123456789abc"],
    "json": ['{"b": 1,  "a": [1.50]}'],
    "jsonb": ['{"b": 1,  "a": [1.50]}'],
    "bit(3)": ["101"],
    "bit varying": ["10101"],
    "cidr": ["10.0.0.0/8"],
    "inet": ["10.0.0.1/8"],
    "macaddr": ["08:00:2b:01:02:03"],
    "integer[]": ["{1,2}"],
    "text[]": ["{a,b}"],
    "mood": ["sad"],
}


def test_a_conversion_without_risk_keeps_every_value(connection):
    """Whatever is called safe must take the type's extremes there and back."""
    for old, new in product(SAMPLES, SAMPLES):
        if old == new or risks(old, new):
            continue
        connection.execute(f"CREATE TABLE t (c {old})")
        for value in SAMPLES[old]:
            connection.execute("INSERT INTO t VALUES (%s::text::" + old + ")", [value])
        before = connection.execute("SELECT c::text FROM t").fetchall()
        for source, target in ((old, new), (new, old)):
            retype(connection, source, target)
        assert connection.execute("SELECT c::text FROM t").fetchall() == before, (old, new)
        connection.execute("DROP TABLE t")
