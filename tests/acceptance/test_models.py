"""What psycopg loads is what the generated models say it is."""

from __future__ import annotations

import datetime as dt
import json
import typing
import uuid
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

import pytest
from psycopg.types.multirange import Multirange
from psycopg.types.range import Range

from fluentorm.codegen.types import python_type
from fluentorm.runtime import ColumnInfo, Input, TableInfo
from fluentorm.runtime.json_data import JsonValue, json_ready
from fluentorm.runtime.model import Model
from fluentorm.runtime.network import CidrNetwork, InetAddress
from fluentorm.schema.sql_text import quote_literal
from fluentorm.schema.types import canonical_type

pytestmark = pytest.mark.acceptance

NAMES = {
    "Decimal": Decimal,
    "UUID": uuid.UUID,
    "dt": dt,
    "InetAddress": InetAddress,
    "CidrNetwork": CidrNetwork,
    "JsonValue": JsonValue,
    "Range": Range,
    "Multirange": Multirange,
}
# A type, a value as text, and the value's JSON.
VALUES = [
    ("smallint", "1", 1),
    ("bigint", "9223372036854775807", 9223372036854775807),
    ("oid", "7", 7),
    ("real", "1.5", 1.5),
    ("double precision", "NaN", "NaN"),
    ("numeric(6,2)", "1.50", "1.50"),
    ("numeric", "1e30", "1" + "0" * 30),
    ("boolean", "t", True),
    ("text", "a'b", "a'b"),
    ("character varying(3)", "abc", "abc"),
    ("character(3)", "a", "a  "),
    ("name", "a", "a"),
    ("bytea", "\\x00ff", "AP8="),
    ("uuid", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
    ("date", "2024-12-02", "2024-12-02"),
    ("timestamp", "2024-12-02 10:30", "2024-12-02T10:30:00"),
    ("timestamptz(0)", "2024-12-02 10:30+00", None),
    ("time", "10:30", "10:30:00"),
    ("timetz", "10:30+02", "10:30:00+02:00"),
    ("interval", "1 day 90 minutes", "P1DT1H30M"),
    ("interval day to second", "-1 hour", "-PT1H"),
    ("json", '{"a": [1, null]}', {"a": [1, None]}),
    ("jsonb", "null", None),
    ("inet", "10.0.0.1", "10.0.0.1"),
    ("inet", "10.0.0.1/8", "10.0.0.1/8"),
    ("inet", "::1/64", "::1/64"),
    ("cidr", "10.0.0.0/8", "10.0.0.0/8"),
    ("macaddr", "08:00:2b:01:02:03", "08:00:2b:01:02:03"),
    ("macaddr8", "08:00:2b:01:02:03:04:05", "08:00:2b:01:02:03:04:05"),
    ("bit(3)", "101", "101"),
    ("varbit", "1", "1"),
    ("tsvector", "a", "'a'"),
    ("tsquery", "a", "'a'"),
    ("jsonpath", "$", "$"),
    ("point", "(1,2)", "(1,2)"),
    ("circle", "<(1,2),3>", "<(1,2),3>"),
    ("pg_lsn", "0/1", "0/1"),
    ("regclass", "pg_class", "pg_class"),
    ('"char"', "a", "a"),
    ("int4range", "[1,3)", "[1,3)"),
    ("int8range", "empty", "empty"),
    ("numrange", "(,1.50]", "(,1.50]"),
    ("daterange", "[2024-12-02,)", "[2024-12-02,)"),
    ("tsrange", "[2024-12-02 10:30,2024-12-03)", "[2024-12-02T10:30:00,2024-12-03T00:00:00)"),
    ("tstzrange", "(,)", "(,)"),
    ("int4multirange", "{[1,3),[5,6)}", "{[1,3),[5,6)}"),
    ("datemultirange", "{}", "{}"),
    ("numrange[]", '{"[1,2)"}', ["[1,2)"]),
    ("text[]", "{a,b}", ["a", "b"]),
    ("uuid[]", "{}", []),
    ("date[]", "{2024-12-02}", ["2024-12-02"]),
    ("jsonb[]", "{1}", [1]),
    ("macaddr[]", "{08:00:2b:01:02:03}", ["08:00:2b:01:02:03"]),
    ("bytea[]", '{"\\\\x00"}', ["AA=="]),
]


def test_values_have_the_annotated_types(database):
    import psycopg

    with psycopg.connect(database) as connection:
        for written, text, data in VALUES:
            row = connection.execute(f"SELECT %s::text::{written}", [text]).fetchone()
            assert row is not None
            value = row[0]
            types = python_type(canonical_type(written), {})
            assert _is(value, eval(types.row, NAMES)), (written, value)  # noqa: S307
            if data is not None:
                assert json_ready(value) == data, written
            json.dumps(json_ready(value), allow_nan=False)


class Mood(StrEnum):
    GOOD = "good"
    ODD = 'a "b", {c}\\'


class Cat(Model[dict[str, object], dict[str, object], Input, Input, None]):
    mood: Mood
    moods: list[Mood]

    __table__: ClassVar[TableInfo] = TableInfo(
        name="cats",
        columns=(
            ColumnInfo(name="mood", pg_type="mood", enum=Mood),
            ColumnInfo(name="moods", pg_type="mood[]", enum=Mood),
        ),
    )


def test_enums_that_the_driver_does_not_know_are_read(database):
    import psycopg
    from psycopg.rows import dict_row

    with psycopg.connect(database, row_factory=dict_row) as connection:
        words = ", ".join(quote_literal(mood) for mood in Mood)
        connection.execute(f"CREATE TYPE mood AS ENUM ({words})")
        row = connection.execute(
            "SELECT 'good'::mood AS mood, enum_range(NULL::mood) || NULL::mood AS moods"
        ).fetchone()
    assert Cat.from_row(row) == Cat(mood=Mood.GOOD, moods=[*Mood, None])


def _is(value: object, annotation: typing.Any) -> bool:
    if annotation is JsonValue:
        return value is None or isinstance(value, dict | list | str | int | float)
    if typing.get_origin(annotation) is Range:
        bound = typing.get_args(annotation)[0]
        ends = (value.lower, value.upper) if isinstance(value, Range) else (NotImplemented,)
        return all(end is None or _is(end, bound) for end in ends)
    if typing.get_origin(annotation) is Multirange:
        bound = typing.get_args(annotation)[0]
        return isinstance(value, Multirange) and all(_is(item, Range[bound]) for item in value)
    if typing.get_origin(annotation) is list:
        element = typing.get_args(annotation)[0]
        return isinstance(value, list) and all(_is(item, element) for item in value)
    if annotation is bool or annotation is int:
        return type(value) is annotation
    if annotation is dt.date:
        return type(value) is dt.date
    return isinstance(value, annotation)
