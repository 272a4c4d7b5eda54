"""What schema files declare beside tables: evaluated file by file, then put together."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from fluentorm.errors import Place, Problem, SchemaError
from fluentorm.schema.attachments import attach_to_objects
from fluentorm.schema.builder_objects import said_twice, same_declaration
from fluentorm.schema.database_builder import DatabaseSchema, Declared
from fluentorm.schema.nearest import Nearest
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from fluentorm.registry.merge import SchemaFile
    from fluentorm.schema.database_objects import DatabaseObject
    from fluentorm.schema.database_state import Attachment, SqlFile
    from fluentorm.schema.objects import Enum
    from fluentorm.schema.refs import Ref


@dataclass(slots=True)
class Objects:
    """All objects of all files, each once, with what is wrong with them."""

    found: dict[Ref, DatabaseObject] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    staged_drops: dict[tuple[str, str], Place] = field(default_factory=dict)

    def add(self, items: Iterable[DatabaseObject]) -> None:
        """Add what a file or a table declares; report what another declares differently."""
        for item in items:
            earlier = self.found.setdefault(item.ref, item)
            if not same_declaration(earlier, item):
                message, hint = said_twice(str(item.ref), earlier.origin)
                self.problems.append(Problem(message, item.origin, hint))

    def of_table(self, name: str) -> tuple[Attachment, ...]:
        """Return the privileges and comments for a table or its columns, said elsewhere."""
        kinds = ("table", "column")
        return tuple(a for a in self.attachments if a.ref.kind in kinds and a.ref.name == name)

    def settle(self, enums: dict[str, Enum], tables: Iterable[str]) -> None:
        """Work in the privileges and comments that stand apart from their objects."""
        self.problems += attach_to_objects(self.found, enums, self.attachments, tables)


class SqlReader:
    """Give the texts of SQL files to calls that name them; ``used`` are those that were named.

    ``files`` are content and path of each by its name, the path from the folder.
    """

    def __init__(self, files: Mapping[str, Callable[[], tuple[bytes, str]]]) -> None:
        self._files = files
        self.used: dict[str, None] = {}

    def __call__(self, path: str) -> SqlFile:
        """Return the text of a file. Raises SchemaError for one that is not there."""
        from fluentorm.registry.sql_file import read_sql

        name = path.removeprefix("./")
        if name not in self._files or not name.endswith(".sql"):
            near = Nearest().hint(name, [file for file in self._files if file.endswith(".sql")])
            hint = near or "it is looked for from the folder of the schema files"
            raise SchemaError([Problem(f'there is no file "{path}"', hint=hint)])
        self.used[name] = None
        return read_sql(*self._files[name]())


def define(
    path: str, shown: str, file: SchemaFile, reader: SqlReader
) -> tuple[Declared, list[Problem]]:
    """Let a file declare its objects; return them, and apart from them what stopped it half-way."""
    schema = DatabaseSchema(reader)
    stopped: list[Problem] = []
    try:
        with schema.reading(path, shown):
            file.define(schema)
    except SchemaError as error:
        stopped += error.problems
    return schema.finish(), stopped


def packed_objects(value: Declared | tuple[DatabaseObject, ...]) -> bytes:
    """Return declarations as the cache holds them."""
    return pickle.dumps(value)


def unpacked_declared(data: bytes) -> Declared:
    """Return what a file declares; the cache lies beside bytecode that is run as it is."""
    found: Declared = pickle.loads(data)  # noqa: S301
    return found


def unpacked_objects(data: bytes) -> tuple[DatabaseObject, ...]:
    """Return what a table's file declares on it."""
    found: tuple[DatabaseObject, ...] = pickle.loads(data)  # noqa: S301
    return found
