"""What schema files declare beside tables: evaluated file by file, then put together."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from dataclasses import field
from typing import TYPE_CHECKING

from fluentorm.errors import Problem, SchemaError
from fluentorm.schema.attachments import attach_to_objects
from fluentorm.schema.builder_objects import said_twice, same_declaration
from fluentorm.schema.database_builder import DatabaseSchema, Declared
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    from fluentorm.registry.merge import SchemaFile
    from fluentorm.schema.database_objects import DatabaseObject
    from fluentorm.schema.database_state import Attachment
    from fluentorm.schema.objects import Enum
    from fluentorm.schema.refs import Ref


@dataclass(slots=True)
class Objects:
    """All objects of all files, each once, with what is wrong with them."""

    found: dict[Ref, DatabaseObject] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

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


def define(path: Path, shown: str, file: SchemaFile) -> tuple[Declared, list[Problem]]:
    """Let a file declare its objects; return them, and apart from them what stopped it half-way."""
    schema = DatabaseSchema()
    stopped: list[Problem] = []
    try:
        with schema.reading(str(path), shown):
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
