"""DatabaseSchema: what a schema file's ``define(db)`` calls to declare all that is not a table.

As with TableSchema nothing raises: problems are kept with their places. Several files may each
have a DatabaseSchema of their own; the registry puts them together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.errors import Place, Problem
from fluentorm.schema.database_grants import GrantMethods
from fluentorm.schema.database_routines import RoutineMethods
from fluentorm.schema.database_state import Attachment
from fluentorm.schema.database_types import TypeMethods
from fluentorm.schema.database_views import ViewMethods
from fluentorm.schema.objects import Enum
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from fluentorm.schema.database_objects import DatabaseObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a DatabaseSchema amounts to, and everything that is wrong with it."""

    objects: tuple[DatabaseObject, ...] = ()
    enums: tuple[Enum, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    staged_drops: tuple[tuple[tuple[str, str], Place], ...] = ()
    problems: tuple[Problem, ...] = ()


class DatabaseSchema(TypeMethods, ViewMethods, RoutineMethods, GrantMethods):
    """The objects of a database under construction; each method declares one, name first."""

    @classmethod
    def create(cls, define: Callable[[DatabaseSchema], object]) -> DatabaseSchema:
        """Return what ``define`` declares; ``problems`` has what is wrong with it."""
        schema = cls()
        define(schema)
        return schema

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the calls so far."""
        return tuple(self._problems)

    def finish(self) -> Declared:
        """Return everything that was declared; raises nothing."""
        return Declared(
            objects=tuple(self._objects.values()),
            enums=tuple(self._enums.values()),
            attachments=tuple(self._attachments),
            staged_drops=tuple(self._staged_drops.items()),
            problems=self.problems,
        )
