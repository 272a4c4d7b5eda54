"""Objects that are not part of a table, as a builder collects them."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from fluentorm.errors import Place
from fluentorm.schema.builder_calls import Calls

if TYPE_CHECKING:
    from fluentorm.schema.database_objects import DatabaseObject
    from fluentorm.schema.objects import Enum
    from fluentorm.schema.refs import Ref

_STEERING = frozenset({"origin", "renamed_from", "renamed_values", "blocking_ok"})


class ObjectState(Calls):
    """The objects that a builder was told of, each once."""

    def __init__(self) -> None:
        super().__init__()
        self._objects: dict[Ref, DatabaseObject] = {}

    def _add(self, item: DatabaseObject | None) -> None:
        if item is None:
            return
        earlier = self._objects.setdefault(item.ref, item)
        if not same_declaration(earlier, item):
            self._said_twice(str(item.ref), earlier.origin, item.origin)

    def _said_twice(self, what: str, earlier: Place | None, later: Place | None) -> None:
        message, hint = said_twice(what, earlier)
        self._problem(message, hint, later)


def same_declaration(one: Enum | DatabaseObject, two: Enum | DatabaseObject) -> bool:
    """Say whether two declarations mean the same, places left out of the comparison."""
    return one is two or (
        type(one) is type(two)
        and all(
            getattr(one, field.name) == getattr(two, field.name)
            for field in fields(one)
            if field.name not in _STEERING
        )
    )


def said_twice(what: str, earlier: Place | None) -> tuple[str, str]:
    """Return message and hint for an object that is declared a second time, differently."""
    where = f" at {earlier}" if earlier else ""
    return f"{what} is already declared differently{where}", "remove one of the two"
