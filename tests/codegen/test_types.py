from __future__ import annotations

import pytest

from fluentorm.codegen.types import python_type
from fluentorm.schema.types import canonical_type


@pytest.mark.parametrize(
    ("written", "row", "json"),
    [
        ("smallint", "int", "int"),
        ("bigint", "int", "int"),
        ("float8", "float", "float"),
        ("numeric(10,2)", "Decimal", "str"),
        ("boolean", "bool", "bool"),
        ("varchar(20)", "str", "str"),
        ("bytea", "bytes", "str"),
        ("uuid", "UUID", "str"),
        ("date", "dt.date", "str"),
        ("timestamptz(3)", "dt.datetime", "str"),
        ("timestamp", "dt.datetime", "str"),
        ("timetz", "dt.time", "str"),
        ("interval", "dt.timedelta", "str"),
        ("interval day to second", "dt.timedelta", "str"),
        ("jsonb", "JsonValue", "JsonValue"),
        ("inet", "InetAddress", "str"),
        ("cidr", "CidrNetwork", "str"),
        ("macaddr", "str", "str"),
        ("bit(3)", "str", "str"),
        ("varbit", "str", "str"),
        ("int4range", "Range[int]", "str"),
        ("tstzrange[]", "list[Range[dt.datetime]]", "list[str]"),
        ("nummultirange", "Multirange[Decimal]", "str"),
        ("my_extension_type", "object", "JsonValue"),
        ("mood", "Mood", "str"),
        ("mood[]", "list[Mood]", "list[str]"),
        ("uuid[]", "list[UUID]", "list[str]"),
        ("numeric(4,1)[][]", "list[Decimal]", "list[str]"),
    ],
)
def test_type_is_what_psycopg_loads_and_json_can_hold(written, row, json):
    found = python_type(canonical_type(written), {"mood": "Mood"})
    assert (found.row, found.json) == (row, json)


def test_json_is_written_from_any_mapping_or_sequence():
    assert python_type("jsonb", {}).input == "JsonInput"
    assert python_type("jsonb[]", {}).input == "list[JsonInput]"


def test_quoted_enum_type_finds_its_class():
    assert python_type('"My Mood"[]', {'"My Mood"': "MyMood"}).row == "list[MyMood]"
