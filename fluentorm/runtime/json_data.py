"""Python values as JSON data.

Text for everything that JSON has no type for: UUIDs in their 36 characters, dates and times in
ISO 8601 (a timedelta as a duration such as ``P1DT2H30M``), Decimals in full, bytes in base64,
network addresses and ranges as PostgreSQL prints them. A float that is not finite becomes
``"NaN"``, ``"Infinity"`` or ``"-Infinity"``, as in PostgreSQL's own to_json().
"""

from __future__ import annotations

import datetime as dt
import math
from binascii import b2a_base64
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

if TYPE_CHECKING:
    JsonValue: TypeAlias = (
        dict[str, "JsonValue"] | list["JsonValue"] | str | int | float | bool | None
    )
    JsonInput: TypeAlias = (
        Mapping[str, "JsonInput"] | Sequence["JsonInput"] | str | int | float | bool | None
    )
else:
    # At run time a name for whoever reads annotations. A union that refers to itself is more than
    # pydantic can follow, and with it a web framework that takes rows for responses.
    class _AnyJson:
        @classmethod
        def __get_pydantic_core_schema__(cls, _source, _handler):
            from pydantic_core import core_schema

            return core_schema.any_schema()

    class JsonValue(_AnyJson):
        """What a json or jsonb column is read as."""

    class JsonInput(_AnyJson):
        """What may be written to a json or jsonb column."""


def json_ready(value: object) -> JsonValue:
    """Return a value of a row as JSON data; a type that is not known as its ``str()``.

    >>> json_ready([Decimal("1.50"), b"a", None])
    ['1.50', 'YQ==', None]
    """
    convert = _CONVERTERS.get(type(value))
    if convert is None:
        convert = next((_CONVERTERS[base] for base in _BASES if isinstance(value, base)), _other)
    return convert(value)


def iso_duration(value: dt.timedelta) -> str:
    """Return a timedelta as an ISO 8601 duration, with the sign before a negative one.

    >>> iso_duration(dt.timedelta(days=1, hours=2, milliseconds=500)), iso_duration(dt.timedelta())
    ('P1DT2H0.5S', 'PT0S')
    """
    rest = abs(value)
    minutes, seconds = divmod(rest.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days = f"{rest.days}D" if rest.days else ""
    time = "".join(f"{number}{unit}" for number, unit in ((hours, "H"), (minutes, "M")) if number)
    if seconds or rest.microseconds:
        fraction = f".{rest.microseconds:06}".rstrip("0") if rest.microseconds else ""
        time += f"{seconds}{fraction}S"
    if not days and not time:
        return "PT0S"
    return f"{'-' if value < dt.timedelta() else ''}P{days}{'T' + time if time else ''}"


def _other(value: object) -> JsonValue:
    """Return what is known by its looks only: ranges as PostgreSQL writes them, the rest by str."""
    if hasattr(value, "isempty") and hasattr(value, "bounds"):
        return _range(value)
    if type(value).__name__ == "Multirange" and isinstance(value, Sequence):
        return f"{{{','.join(map(_range, value))}}}"
    return str(value)


def _range(value: Any) -> str:
    if value.isempty:
        return "empty"
    lower, upper = ("" if end is None else json_ready(end) for end in (value.lower, value.upper))
    return f"{value.bounds[0]}{lower},{upper}{value.bounds[1]}"


def _same(value: Any) -> JsonValue:
    return value  # type: ignore[no-any-return]  # called for str, int, bool and None only


def _float(value: float) -> JsonValue:
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _decimal(value: Decimal) -> JsonValue:
    return f"{value:f}"


def _bytes(value: bytes | bytearray | memoryview) -> JsonValue:
    return b2a_base64(value, newline=False).decode()


def _enum(value: Enum) -> JsonValue:
    return json_ready(value.value)


def _isoformat(value: dt.date | dt.time) -> JsonValue:
    return value.isoformat()


def _mapping(value: Mapping[object, object]) -> JsonValue:
    return {str(key): json_ready(item) for key, item in value.items()}


def _sequence(value: Sequence[object]) -> JsonValue:
    return [json_ready(item) for item in value]


_CONVERTERS: dict[type, Callable[[Any], JsonValue]] = {
    type(None): _same,
    bool: _same,
    int: _same,
    str: _same,
    float: _float,
    Decimal: _decimal,
    UUID: str,
    dt.datetime: _isoformat,
    dt.date: _isoformat,
    dt.time: _isoformat,
    dt.timedelta: iso_duration,
    bytes: _bytes,
    bytearray: _bytes,
    memoryview: _bytes,
    dict: _mapping,
    list: _sequence,
    tuple: _sequence,
    Enum: _enum,
}
# For subclasses; Enum first, because an enum may also be a str or an int.
_BASES = (Enum, *(base for base in _CONVERTERS if base is not Enum))
