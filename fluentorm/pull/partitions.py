"""The bound of a partition as the arguments that an author would give."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fluentorm.schema.sql_text import SqlText, literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fluentorm.schema.objects import TableDetails

_ITEM = r"'(?:[^']|'')*'|-?[0-9]+|MINVALUE|MAXVALUE|NULL|true|false"
_ITEMS = rf"(?:{_ITEM})(?:, (?:{_ITEM}))*"
_RANGE = re.compile(rf"FOR VALUES FROM \(({_ITEMS})\) TO \(({_ITEMS})\)")
_LIST = re.compile(rf"FOR VALUES IN \(({_ITEMS})\)")
_HASH = re.compile(r"FOR VALUES WITH \(modulus (\d+), remainder (\d+)\)", re.IGNORECASE)


def place_arguments(details: TableDetails) -> dict[str, object]:
    """Return the bound of a partition as arguments, and how it was made."""
    names = details.attached
    found = bound_arguments(details.bound)
    if names is not None:
        found["attached"] = {above: own or False for above, own in names} or True
    return found


def bound_arguments(bound: str | None) -> dict[str, object]:
    """Return a bound as arguments: start and end, values, modulus and remainder, or as it is.

    >>> bound_arguments("FOR VALUES FROM (1) TO (10)")
    {'start': 1, 'end': 10}
    """
    if bound is None:
        return {}
    if bound == "DEFAULT":
        return {"default": True}
    if match := _HASH.fullmatch(bound):
        return {"modulus": int(match[1]), "remainder": int(match[2])}
    if match := _LIST.fullmatch(bound):
        return {"values": _values(match[1])}
    if match := _RANGE.fullmatch(bound):
        return {"start": _one(_values(match[1])), "end": _one(_values(match[2]))}
    return {"bound": bound}


def _one(values: list[object]) -> object:
    return values[0] if len(values) == 1 else values


def _values(text: str) -> list[object]:
    return [_value(item) for item in _split(text)]


def _split(text: str) -> Iterable[str]:
    return re.findall(_ITEM, text)


def _value(text: str) -> object:
    found: object = SqlText(text)
    if text.startswith("'"):
        found = text[1:-1].replace("''", "'")
    elif text.lstrip("-").isdigit():
        found = int(text)
    return found if literal(found) == text else SqlText(text)
