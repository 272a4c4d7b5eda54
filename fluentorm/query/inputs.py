"""What writes take: the difference between "not given" and None.

A field that was left out is ``UNSET``: an insert lets the column's default apply, an update leaves
the column alone. None is a value like any other, SQL's NULL.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, ClassVar, Final, dataclass_transform

from fluentorm.errors import QueryError
from fluentorm.query.slotted import Frozen, finish, slots_of


class Unset(Enum):
    """The type of ``UNSET``; an enum of one member, so that type checkers narrow ``is UNSET``."""

    UNSET = "unset"

    def __repr__(self) -> str:
        return "UNSET"

    def __bool__(self) -> bool:
        return False


UNSET: Final = Unset.UNSET


@dataclass_transform(frozen_default=True, kw_only_default=True)
class InputMeta(type):
    """Makes frozen, slotted dataclasses of inputs."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> InputMeta:
        """Make an input's class."""
        defaults = slots_of(namespace) if bases != (Frozen,) else {}
        made = super().__new__(cls, name, bases, namespace)
        if bases != (Frozen,):
            made.__fields__ = finish(made, defaults)
        return made

    __fields__: tuple[str, ...]


class Input(Frozen, metaclass=InputMeta):
    """The base of every CreateInput and UpdateInput."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Any]]


def given(data: Input) -> dict[str, object]:
    """Return the fields that were given, by attribute, in the order of the columns.

    Raises QueryError for what is no input.
    """
    values = ((name, getattr(data, name)) for name in fields_of(type(data)))
    return {name: value for name, value in values if value is not UNSET}


def fields_of(kind: type) -> tuple[str, ...]:
    """Return the fields of a class of inputs; QueryError for another class."""
    if not issubclass(kind, Input):
        raise QueryError(
            f"{kind.__name__} is no input", hint="give Users.CreateInput(...) or .UpdateInput(...)"
        )
    return kind.__fields__
