"""What a DatabaseSchema remembers while schema files call it, and what all its methods share."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypedDict

from fluentorm.errors import Place, Problem, SchemaError
from fluentorm.schema.builder_objects import ObjectState, same_declaration
from fluentorm.schema.builder_options import field_type
from fluentorm.schema.builder_text import collation_sql
from fluentorm.schema.grants import read_privileges
from fluentorm.schema.objects import Enum
from fluentorm.schema.privileges import NO_PRIVILEGES, Privileges
from fluentorm.schema.sql_text import SqlText
from fluentorm.schema.types import is_serial
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from fluentorm.schema.refs import Kind, Ref


@dataclass(frozen=True, slots=True)
class SqlFile(SqlText):
    """The text of an SQL file; ``place`` is where it begins."""

    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """What is said of an object apart from where it is declared."""

    ref: Ref
    privileges: Privileges = NO_PRIVILEGES
    comment: str | None = None
    place: Place


class CommonOptions(TypedDict, total=False):
    """What every kind of object can be given.

    ``comment`` is kept by the database, ``renamed_from`` the name before.
    """

    comment: str | None
    renamed_from: str | None


class GrantOptions(CommonOptions, total=False):
    """CommonOptions and privileges: dicts of roles to what they may do.

    ``grants`` says what is granted, ``{"reader": ["select", "insert with grant option"]}``;
    ``revokes`` what is taken of that which PostgreSQL grants by itself.
    """

    grants: Mapping[str, Iterable[str] | str] | None
    revokes: Mapping[str, Iterable[str] | str] | None


class DatabaseState(ObjectState):
    """The collected declarations of objects, and all that is wrong with them.

    ``read_sql`` gives the text of an SQL file, or raises SchemaError.
    """

    def __init__(self, read_sql: Callable[[str], SqlFile] | None = None) -> None:
        super().__init__()
        self._enums: dict[str, Enum] = {}
        self._attachments: list[Attachment] = []
        self._staged_drops: dict[tuple[str, str], Place] = {}
        self._read_sql = read_sql

    def drop_table(self, name: str) -> None:
        """Say that a table which is declared no more is dropped in two stages.

        The first migration leaves it to the code of before; its contract drops it.

        >>> db.drop_table("accounts")
        """
        self._drop_later("table", name)

    def drop_type(self, name: str) -> None:
        """Say that a type which is declared no more is dropped in two stages, as a table is.

        >>> db.drop_type("mood")
        """
        self._drop_later("type", name)

    def _drop_later(self, kind: str, name: str) -> None:
        given = self._key_name(f"a {kind} to drop", name)
        if given is not None:
            self._staged_drops.setdefault((kind, given), self._here())

    def sql_file(self, path: str) -> SqlText:
        """Return the text of an SQL file, for a query or a body.

        ``path`` is from the folder of the schema files: ``"views/active_users.sql"``. What is
        wrong with an object whose text it is will be told at the file's own lines.

        >>> db.view("active_users", db.sql_file("views/active_users.sql"))
        """
        given = self._name("an SQL file", path)
        if given is not None and self._read_sql is None:
            self._problem(f'"{given}" cannot be read: these calls are not in a schema file')
        elif given is not None and self._read_sql is not None:
            try:
                return self._read_sql(given)
            except SchemaError as error:
                self._problems += [
                    Problem(problem.message, self._here(), problem.hint)
                    for problem in error.problems
                ]
        return SqlText("?")  # not nothing at all, which would be a second problem

    @contextmanager
    def _reading(self, text: object) -> Iterator[None]:
        """Attribute what is said inside to the SQL file that a text is of, if it is of one."""
        if isinstance(text, SqlFile):
            with self.at(text.place):
                yield
        else:
            yield

    def _add_enum(self, enum: Enum) -> None:
        earlier = self._enums.setdefault(enum.name, enum)
        if not same_declaration(earlier, enum):
            self._said_twice(f'enum "{enum.name}"', earlier.origin, enum.origin)

    def _common(self, what: str, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return comment, old name and place of what has a name with a namespace."""
        return {
            "comment": self._string(f"the comment of {what}", options.get("comment")) or None,
            "renamed_from": self._old_key(what, options.get("renamed_from")),
            "origin": self._here(),
        }

    def _granted(
        self, what: str, kind: Kind, options: Mapping[str, Any], name: str | None = None
    ) -> dict[str, Any]:
        """Return what ``_common`` returns, and the privileges; ``name`` is a namespace's."""
        grants, revokes = options.get("grants"), options.get("revokes")
        privileges = NO_PRIVILEGES
        if grants or revokes:
            privileges = read_privileges(self, what, kind, grants, revokes, name)
        return {**self._common(what, options), "privileges": privileges}

    def _sql_type(self, what: str, given: object) -> str:
        """Return a type in PostgreSQL's spelling, from one of our words or any of its own."""
        if not isinstance(given, str) or not given.strip():
            self._problem(f"the type of {what} must be a string, not {given!r}")
            return "text"
        if is_serial(given):
            self._problem(
                f'{what}: "{given}" is no type but an integer with a sequence', "use an integer"
            )
            return "integer"
        return field_type(given)

    def _collation(self, what: str, given: object) -> str | None:
        return collation_sql(self._text(f"the collation of {what}", given))
