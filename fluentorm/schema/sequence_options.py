"""Sequence options as authors give them, less what PostgreSQL would choose anyway."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypedDict

from fluentorm.schema.objects import SequenceOptions

if TYPE_CHECKING:
    from fluentorm.schema.builder_calls import Calls

_BITS = {"smallint": 15, "integer": 31, "bigint": 63}


class SequenceSettings(TypedDict, total=False):
    """The options of a sequence; what is left out is PostgreSQL's own choice.

    ``start``, ``increment`` (1), ``minimum``, ``maximum``, ``cache`` (1) and ``cycle``.
    """

    start: int | None
    increment: int
    minimum: int | None
    maximum: int | None
    cache: int
    cycle: bool


class SequenceCall(SequenceSettings, total=False):
    """The options of a column's sequence, and its name where it is not ``<table>_<column>_seq``.

    ``grants`` and ``revokes`` are roles to privileges on it.
    """

    name: str | None
    grants: Mapping[str, Iterable[str] | str] | None
    revokes: Mapping[str, Iterable[str] | str] | None


def read_sequence(calls: Calls, what: str, given: Mapping[str, Any], type_: str) -> SequenceOptions:
    """Return the options; what is wrong in them is reported.

    What is PostgreSQL's own choice for the type is None (manual, CREATE SEQUENCE).
    """
    numbers = {
        name: calls._number(f"{name} of {what}", given.get(name))
        for name in ("start", "increment", "minimum", "maximum", "cache")
    }
    increment = numbers["increment"]
    if increment == 0:
        calls._problem(f"increment of {what} must not be 0")
    if increment in (None, 0):
        increment = 1
    lowest, highest = own_bounds(type_, increment)
    low = numbers["minimum"] if numbers["minimum"] is not None else lowest
    high = numbers["maximum"] if numbers["maximum"] is not None else highest
    start = numbers["start"]
    first = low if increment > 0 else high
    if low >= high:
        calls._problem(f"minimum of {what} is {low}, which is not below its maximum, {high}")
    elif start is not None and not low <= start <= high:
        calls._problem(f"start of {what} is {start}, which is not between {low} and {high}")
    cache = numbers["cache"]
    if cache is not None and cache < 1:
        calls._problem(f"cache of {what} must be 1 or more, not {cache}")
    return SequenceOptions(
        start=None if start == first else start,
        increment=increment,
        minimum=None if low == lowest else low,
        maximum=None if high == highest else high,
        cache=1 if cache is None else cache,
        cycle=calls._flag(f"cycle of {what}", given.get("cycle", False)),
    )


def own_bounds(type_: str, increment: int) -> tuple[int, int]:
    """Return the minimum and the maximum that PostgreSQL gives a sequence of this type."""
    limit = 1 << _BITS.get(type_, 63)
    return (1, limit - 1) if increment > 0 else (-limit, -1)
