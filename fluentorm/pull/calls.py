"""The calls of a schema file as values, before they are written as Python or as YAML.

Both say the same thing key for key, so that one picture of it is enough: a method, and its
arguments by their names in the order in which they are written.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call; the values are str, int, float, bool, None, SqlText, and lists and dicts of these.

    ``parts`` are the calls of what this one returns: of a partition.
    """

    method: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    parts: tuple[Call, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePlan:
    """What one schema file says: ``table`` and the calls of ``build(t)``, those of ``define(db)``.

    ``stem`` is its name without the ending.
    """

    stem: str
    table: str | None = None
    calls: tuple[Call, ...] = ()
    objects: tuple[Call, ...] = ()


def call(method: str, /, **arguments: object) -> Call:
    """Return a call with the arguments that say something: None, False and empty are left out.

    A default that is not one of these is left out by whoever makes the call.
    """
    return Call(method=method, arguments=given(arguments))


def given(arguments: Mapping[str, object]) -> dict[str, object]:
    """Return the arguments that are not None, False or empty."""
    return {
        name: value
        for name, value in arguments.items()
        if value is not None and value is not False and value not in ((), [], {})
    }
