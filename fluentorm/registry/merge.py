"""Several files with one ``table_name``, of either kind, become one table."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from fluentorm.errors import Place, Problem, SchemaError
from fluentorm.schema.builder import TableSchema
from fluentorm.schema.builder_assembly import Built
from fluentorm.schema.qualified import (
    KEY_HINT,
    PUBLIC,
    bare_name,
    canonical_key,
    namespace_of,
    qualify,
)

if TYPE_CHECKING:
    from fluentorm.schema.database_builder import DatabaseSchema


class SchemaFile(Protocol):
    """What a schema file is once it is read, whatever it is written in."""

    @property
    def table_name(self) -> str | None:
        """The table that the file is about, None where it is about none."""

    @property
    def defines(self) -> bool:
        """Say whether the file declares other objects."""

    def build(self, schema: TableSchema, /) -> None:
        """Declare the file's part of the table; raise SchemaError where it cannot."""

    def define(self, schema: DatabaseSchema, /) -> None:
        """Declare the file's other objects; raise SchemaError where it cannot."""


def merge(name: str, files: Iterable[tuple[Path, str, SchemaFile]]) -> tuple[Built, list[Problem]]:
    """Let each file declare its part of a table, in order.

    A file comes with its absolute path and its path as the user would type it. Returns the table
    with its problems, and apart from them what stopped a file half-way: then the table may lack
    what the rest of that file would have said.
    """
    schema = TableSchema.create_empty(name)
    stopped: list[Problem] = []
    for path, shown, file in files:
        try:
            with schema.reading(str(path), shown):
                file.build(schema)
        except SchemaError as error:
            stopped += error.problems
    return schema.finish(), stopped


def table_key(name: str, namespace: str | None, place: Place) -> tuple[str | None, Problem | None]:
    """Return the key of a table from its name, which may have its namespace, or what is wrong."""
    key = canonical_key(name)
    if key is None:
        return None, Problem(f'table_name cannot be "{name}"', place, KEY_HINT)
    if namespace is None:
        return key, None
    if namespace_of(key) not in (PUBLIC, namespace):
        hint = "give one of the two"
        text = f'table_name "{name}" is not in namespace "{namespace}"'
        return None, Problem(text, place, hint)
    return qualify(namespace, bare_name(key)), None
