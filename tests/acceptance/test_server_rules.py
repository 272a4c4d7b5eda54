"""What we say PostgreSQL allows, asked of a server: types, keys, keywords, index methods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from fluentorm.schema import validate_indexes as rules
from fluentorm.schema.sql_text import quote_identifier
from fluentorm.schema.type_rules import BUILT_IN_NAMES, enum_types, has_order, may_reference
from fluentorm.schema.types import canonical_type

pytestmark = pytest.mark.acceptance

TYPES = (
    'smallint integer bigint numeric(10,2) real "double precision" text varchar(5) char(3) name '
    "uuid boolean date timestamp timestamptz(3) time timetz interval(3) bytea inet cidr macaddr "
    "bit(3) varbit(3) money json jsonb xml point mood size int[] bigint[] text[] mood[]"
)
SPELLINGS = (
    "int2|INT|float|float(24)|float(25)|dec(5)|numeric( 5 , 2 )|bool|varchar|char varying(5)|"
    "national character varying(3)|char|nchar(3)|bpchar|bpchar(5)|bit|varbit(3)|timestamp|"
    "timestamptz(3)|TIMESTAMP (3) WITHOUT  TIME ZONE|timetz|time(0)|interval(3)|"
    "INTERVAL DAY TO SECOND (3)|interval second(3)[]|interval year to month|int[3][]|"
    "int array[3]|text [ ] [ ]|timestamptz(3)[]|bit[]|pg_catalog.int4|pg_catalog . varchar(5)|"
    'mood|MOOD[]|"mood"|"int4"|"char"|"odd(name)"[]'
)

Connection = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture
def connection(database: str) -> Iterator[Connection]:
    with psycopg.connect(database, autocommit=True) as opened:
        opened.execute("CREATE TYPE mood AS ENUM ('a')")
        opened.execute("CREATE TYPE size AS ENUM ('a')")
        opened.execute("CREATE TYPE \"odd(name)\" AS ENUM ('a')")
        yield opened


def column_types(text: str) -> list[str]:
    words = text.replace('"double precision"', "double").split()
    return [word.replace("double", "double precision") for word in words]


def works(connection: Connection, statement: str) -> bool:
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(statement.encode())
    except psycopg.errors.Error:
        return False
    return True


def test_canonical_type_is_what_the_server_prints(connection: Connection) -> None:
    texts = SPELLINGS.split("|")
    columns = ", ".join(f"c{i} {text}" for i, text in enumerate(texts))
    connection.execute(f"CREATE TABLE t ({columns})".encode())
    rows = connection.execute(
        "SELECT format_type(atttypid, atttypmod) FROM pg_attribute "
        "WHERE attrelid = 't'::regclass AND attnum > 0 ORDER BY attnum"
    ).fetchall()
    assert [canonical_type(text) for text in texts] == [row[0] for row in rows]


def test_key_types_are_those_that_the_server_takes(connection: Connection) -> None:
    enums = enum_types(["mood", "size"])
    types = column_types(TYPES)
    for key in types:
        unique = f"CREATE TABLE k (id {key} UNIQUE)"
        assert works(connection, unique) == has_order(canonical_type(key)), key
        if not has_order(canonical_type(key)):
            continue
        connection.execute(unique.encode())
        for source in types:
            expected = may_reference(canonical_type(source), canonical_type(key), enums)
            reference = f"CREATE TABLE s (id {source} REFERENCES k (id))"
            assert works(connection, reference) == expected, (source, key)
        connection.execute("DROP TABLE k")


def test_index_methods_can_do_what_the_rules_say(connection: Connection) -> None:
    for name, methods in {
        "can_order": rules._ORDERED,
        "can_unique": rules._UNIQUE,
        "can_multi_col": rules._MULTICOLUMN,
        "can_include": rules._INCLUDING,
    }.items():
        found = connection.execute(
            "SELECT amname FROM pg_am WHERE amtype = 'i' AND pg_indexam_has_property(oid, %s)",
            [name],
        ).fetchall()
        assert {row[0] for row in found} == methods, name


def test_built_in_types_are_known(connection: Connection) -> None:
    found = connection.execute(
        "SELECT typname FROM pg_type WHERE typnamespace = 'pg_catalog'::regnamespace "
        "AND typrelid = 0 AND typname !~ '^(_|pg_)'"
    ).fetchall()
    assert {row[0] for row in found} - BUILT_IN_NAMES == set()


def test_names_are_quoted_where_the_server_would(connection: Connection) -> None:
    rows = connection.execute("SELECT word, quote_ident(word) FROM pg_get_keywords()").fetchall()
    for word, quoted in rows:
        assert quote_identifier(word) in (quoted, f'"{word}"')
        assert quoted == word or quote_identifier(word) == quoted
