"""The values of enum types, as authors give them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum as PythonEnum
from typing import TYPE_CHECKING

from fluentorm.schema.builder_text import plain, storable

if TYPE_CHECKING:
    from fluentorm.schema.builder_calls import Calls


def enum_values(calls: Calls, name: str, values: object) -> tuple[str, ...]:
    """Return the values of an enum type, also from a class of Python's enum."""
    listed = isinstance(values, Iterable) and not isinstance(values, str)
    given = tuple(values) if isinstance(values, Iterable) and listed else ()
    words = [word.value if isinstance(word, PythonEnum) else word for word in given]
    if not listed or not all(isinstance(word, str) and storable(word) for word in words):
        calls._problem(f'enum "{name}" needs a list of strings as values, not {values!r}')
        return ("?",)  # not none at all, which would be a second problem
    return tuple(plain(word) for word in words)


def renamed_values_of(calls: Calls, name: str, given: object) -> tuple[tuple[str, str], ...]:
    """Return (new, old) pairs of values."""
    pairs = tuple(given.items()) if isinstance(given, Mapping) else ()
    if (given and not pairs) or not all(isinstance(w, str) for pair in pairs for w in pair):
        calls._problem(
            f'renamed_values of enum "{name}" must map new values to old ones, not {given!r}',
            'write renamed_values={"new": "old"}',
        )
        return ()
    return tuple((plain(new), plain(old)) for new, old in pairs)
