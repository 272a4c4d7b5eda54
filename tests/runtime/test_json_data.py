from __future__ import annotations

import datetime as dt
import json
import uuid
from collections import namedtuple
from decimal import Decimal
from enum import IntEnum, StrEnum
from ipaddress import ip_address, ip_interface, ip_network

import pytest

from fluentorm.runtime.json_data import iso_duration, json_ready


class Colour(StrEnum):
    RED = "red"


class Level(IntEnum):
    HIGH = 3


UTC = dt.UTC
ZONE = dt.timezone(dt.timedelta(hours=2))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (2**63 - 1, 2**63 - 1),
        (1.5, 1.5),
        (float("nan"), "NaN"),
        (float("inf"), "Infinity"),
        (float("-inf"), "-Infinity"),
        ("text", "text"),
        (b"\x00\xff", "AP8="),
        (bytearray(b"a"), "YQ=="),
        (memoryview(b""), ""),
        (Decimal("1.50"), "1.50"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal("NaN"), "NaN"),
        (
            uuid.UUID("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
            "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        ),
        (dt.datetime(2024, 12, 2, 10, 30, tzinfo=UTC), "2024-12-02T10:30:00+00:00"),
        (dt.datetime(2024, 12, 2, 10, 30), "2024-12-02T10:30:00"),
        (dt.date(2024, 12, 2), "2024-12-02"),
        (dt.time(10, 30, tzinfo=ZONE), "10:30:00+02:00"),
        (dt.timedelta(minutes=-90), "-PT1H30M"),
        (ip_address("::1"), "::1"),
        (ip_interface("10.0.0.1/8"), "10.0.0.1/8"),
        (ip_network("10.0.0.0/8"), "10.0.0.0/8"),
        (Colour.RED, "red"),
        (Level.HIGH, 3),
        ([Decimal(1), [None, b"a"]], ["1", [None, "YQ=="]]),
        ({"a": {1: dt.date(2024, 1, 1)}}, {"a": {"1": "2024-01-01"}}),
        (namedtuple("Pair", "a b")(1, Decimal(2)), [1, "2"]),
    ],
)
def test_values_become_what_json_can_hold(value, expected):
    data = json_ready(value)
    assert data == expected
    assert type(data) is type(expected)
    assert json.loads(json.dumps(data, allow_nan=False)) == expected


def test_unknown_value_becomes_its_text():
    class Range:
        def __str__(self):
            return "[1,3)"

    assert json_ready(Range()) == "[1,3)"


def test_json_data_is_copied_so_that_a_response_may_be_changed():
    stored = {"tags": ["a"]}
    json_ready(stored)["tags"].append("b")
    assert stored == {"tags": ["a"]}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (dt.timedelta(), "PT0S"),
        (dt.timedelta(days=3), "P3D"),
        (dt.timedelta(hours=25, seconds=1), "P1DT1H1S"),
        (dt.timedelta(microseconds=1), "PT0.000001S"),
        (dt.timedelta(seconds=10), "PT10S"),
        (dt.timedelta(microseconds=-1), "-PT0.000001S"),
        (dt.timedelta(days=-1, hours=1), "-PT23H"),
    ],
)
def test_durations_are_iso_8601(value, expected):
    assert iso_duration(value) == expected
