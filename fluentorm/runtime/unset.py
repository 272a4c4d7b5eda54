"""The difference between "not given" and None in the inputs of a model.

A field that was left out is ``UNSET``: an insert lets the column's default apply, an update leaves
the column alone. None is a value like any other, SQL's NULL.
"""

from __future__ import annotations

from enum import Enum
from typing import ClassVar, Final


class Unset(Enum):
    """The type of ``UNSET``; an enum of one member, so that type checkers narrow ``is UNSET``."""

    UNSET = "unset"

    def __repr__(self) -> str:
        return "UNSET"

    def __bool__(self) -> bool:
        return False


UNSET: Final = Unset.UNSET


class Input:
    """The base of every CreateInput and UpdateInput."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, object]]


def given(data: Input) -> dict[str, object]:
    """Return the fields that were given, by attribute, in the order of the columns."""
    values = ((name, getattr(data, name)) for name in data.__dataclass_fields__)
    return {name: value for name, value in values if value is not UNSET}
