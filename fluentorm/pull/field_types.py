"""Column types as the methods that declare them: ``character varying(50)`` is ``varchar(50)``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_WORDS = {
    "text": "string",
    "boolean": "boolean",
    "smallint": "small_int",
    "integer": "integer",
    "bigint": "big_int",
    "real": "float",
    "double precision": "double",
    "numeric": "numeric",
    "date": "date",
    "interval": "interval",
    "json": "json",
    "jsonb": "jsonb",
    "bytea": "binary",
    "uuid": "uuid",
    "inet": "inet",
    "cidr": "cidr",
    "macaddr": "macaddr",
}
_SIZED = re.compile(r"(character varying|character|bit varying|bit)\((\d+)\)")
_NUMERIC = re.compile(r"numeric\((\d+),(-?\d+)\)")
_TIMED = re.compile(r"(timestamp|time)(?:\((\d)\))? (with|without) time zone")
_INTERVAL = re.compile(r"interval\((\d)\)")


class FieldType(NamedTuple):
    """A method and the arguments of its own that give a type."""

    method: str
    arguments: dict[str, object]


@lru_cache(maxsize=4096)
def field_type(type_: str) -> FieldType:
    """Return the method for a canonical type; ``column`` takes any.

    >>> field_type("numeric(10,2)")
    FieldType(method='numeric', arguments={'precision': 10, 'scale': 2})
    """
    element = type_.removesuffix("[]")
    found = _scalar(element)
    if element == type_ or found.method == "column":
        return found if element == type_ else FieldType("column", {"type": type_})
    return FieldType(found.method, {**found.arguments, "array": True})


def _scalar(type_: str) -> FieldType:
    if type_ in _WORDS:
        return FieldType(_WORDS[type_], {})
    if match := _SIZED.fullmatch(type_):
        return _sized(match[1], int(match[2]))
    if match := _NUMERIC.fullmatch(type_):
        scale = {"scale": int(match[2])} if int(match[2]) else {}
        return FieldType("numeric", {"precision": int(match[1]), **scale})
    if match := _TIMED.fullmatch(type_):
        return _timed(match[1], match[2], match[3] == "with")
    if match := _INTERVAL.fullmatch(type_):
        return FieldType("interval", {"precision": int(match[1])})
    if type_ == "bit varying":
        return FieldType("bit", {"varying": True})
    return FieldType("column", {"type": type_})


def _sized(base: str, length: int) -> FieldType:
    match base:
        case "character varying":
            return FieldType("varchar", {"length": length})
        case "character":
            return FieldType("char", {"length": length})
        case "bit varying":
            return FieldType("bit", {"length": length, "varying": True})
        case _:
            return FieldType("bit", {"length": length})


def _timed(base: str, digits: str | None, zone: bool) -> FieldType:
    arguments: dict[str, object] = {}
    if zone != (base == "timestamp"):
        arguments["timezone"] = zone
    if digits is not None:
        arguments["precision"] = int(digits)
    return FieldType(base, arguments)
