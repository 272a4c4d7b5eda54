"""Every spelling of a type becomes the one that PostgreSQL's format_type() prints."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fluentorm.schema.sql_text import quote_identifier
from fluentorm.schema.type_rules import BUILT_IN_NAMES, has_order, may_reference
from fluentorm.schema.types import TypeParts, canonical_type, is_serial, split_type

# Seen on a server: CREATE TABLE t (a <left>), then format_type() of the column.
SPELLINGS = {
    "int2": "smallint",
    "INT": "integer",
    "int8": "bigint",
    "float": "double precision",
    "float(24)": "real",
    "float(25)": "double precision",
    "dec(5)": "numeric(5,0)",
    "numeric( 5 , -2 )": "numeric(5,-2)",
    "bool": "boolean",
    "varchar": "character varying",
    "char varying(5)": "character varying(5)",
    "national character varying(3)": "character varying(3)",
    "char": "character(1)",
    "nchar(3)": "character(3)",
    "bpchar": "bpchar",
    "bpchar(5)": "character(5)",
    '"char"': '"char"',
    "bit": "bit(1)",
    "varbit(3)": "bit varying(3)",
    "timestamp": "timestamp without time zone",
    "timestamptz(3)": "timestamp(3) with time zone",
    "TIMESTAMP (3) WITHOUT  TIME ZONE": "timestamp(3) without time zone",
    "timetz": "time with time zone",
    "time(0)": "time(0) without time zone",
    "interval(3)": "interval(3)",
    "INTERVAL DAY TO SECOND (3)": "interval day to second(3)",
    "interval second(3)[]": "interval second(3)[]",
    "int[3][]": "integer[]",
    "int array[3]": "integer[]",
    "text [ ] [ ]": "text[]",
    "varchar(5)[]": "character varying(5)[]",
    "timestamptz(3)[]": "timestamp(3) with time zone[]",
    "bit[]": "bit(1)[]",
    "DOUBLE   PRECISION": "double precision",
    "pg_catalog.int4": "integer",
    "pg_catalog . varchar(5)": "character varying(5)",
    '"int4"': "integer",
    '"mood"': "mood",
    '"Mood"': '"Mood"',
    "MOOD": "mood",
    "App . Mood": "app.mood",
    'app."Mood"[]': 'app."Mood"[]',
    "geometry(Point, 4326)": "geometry(Point,4326)",
    '"odd(name)"': '"odd(name)"',
    '"odd(name)"(3)[]': '"odd(name)"(3)[]',
    "GRÖSSE": "grÖsse",
}


@pytest.mark.parametrize(("text", "canonical"), SPELLINGS.items())
def test_spelling_of_format_type(text: str, canonical: str) -> None:
    assert canonical_type(text) == canonical


@pytest.mark.parametrize("canonical", SPELLINGS.values())
def test_canonical_types_stay(canonical: str) -> None:
    assert canonical_type(canonical) == canonical


@given(st.text(st.characters(codec="utf-8"), min_size=1) | st.text('ab"()[]. ', min_size=1))
def test_type_of_an_enum_is_its_quoted_name_whatever_that_is(name: str) -> None:
    if name not in BUILT_IN_NAMES:
        assert canonical_type(quote_identifier(name)) == quote_identifier(name)
        assert canonical_type(quote_identifier(name) + "[]") == quote_identifier(name) + "[]"


@given(st.text("abc \"()[],.'1"))
def test_any_text_is_taken_without_failing(text: str) -> None:
    split_type(canonical_type(text))


@pytest.mark.parametrize(
    ("canonical", "parts"),
    [
        ("integer", TypeParts("integer", "", False)),
        ("numeric(10,2)[]", TypeParts("numeric", "10,2", True)),
        ("timestamp(3) with time zone", TypeParts("timestamp with time zone", "3", False)),
        ("interval day to second(3)", TypeParts("interval day to second", "3", False)),
        ('"odd(name)"', TypeParts('"odd(name)"', "", False)),
        ('"odd(name)"(3)[]', TypeParts('"odd(name)"', "3", True)),
    ],
)
def test_split_type(canonical: str, parts: TypeParts) -> None:
    assert split_type(canonical) == parts


@pytest.mark.parametrize("text", ["serial", "BIGSERIAL", " serial4 "])
def test_serial(text: str) -> None:
    assert is_serial(text)
    assert not is_serial("integer")


def test_unknown_types_may_stand_in_any_key() -> None:
    assert may_reference("citext", "integer", frozenset())
    assert has_order("citext")
    assert has_order("json[]")
    assert not has_order("json")
