"""What earlier runs evaluated, so that an edit costs one table and not all of them.

One file holds every table that was evaluated without problems, each with the digests of its files.
It is only ever a shortcut.
"""

from __future__ import annotations

import marshal
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, fields
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import fluentorm.schema
from fluentorm.derived import keep, recall
from fluentorm.registry.cache_codec import Plain
from fluentorm.schema.hints import FieldHints, Relation
from fluentorm.schema.objects import (
    Check,
    Column,
    Enum,
    ForeignKey,
    Index,
    PrimaryKey,
    Table,
    Unique,
)
from fluentorm.stats import folder_stats, stat_of
from fluentorm.values import dataclass

_SHAPES = (Column, PrimaryKey, Unique, Check, ForeignKey, Index, Enum, Table, FieldHints, Relation)

# Name and digest of each of a table's files, in order.
Members = tuple[tuple[str, str], ...]


class FileState(NamedTuple):
    """A schema file when it was read: its size, its time of change in ns, and its digest."""

    size: int
    changed: int
    digest: str


class Unit(NamedTuple):
    """One table as it was evaluated, and from what.

    ``table`` is marshalled once more, so that only those looked at are read. ``text`` is its
    canonical text. ``mentions`` are the tables that it refers to, ``names`` those
    that it takes in PostgreSQL's namespace of relations: with both an edit of another table can be
    judged without building this one. ``objects`` are what its files declare on it, ``children``
    what has parents among it and its partitions, both pickled.
    """

    members: Members
    table: bytes
    enums: tuple[Plain, ...]
    text: str = ""
    mentions: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    objects: bytes = b""
    children: bytes = b""


class Resolved(NamedTuple):
    """A table with the columns of its parents: from what it was made, its text, and as packed."""

    key: str
    text: str
    table: bytes


class Definition(NamedTuple):
    """What one file declares beside a table, and from what.

    ``table`` is the table that the file is about too, ``data`` a Declared, pickled, empty where it
    is not sound; ``enums`` says whether it declares any.
    """

    members: Members
    table: str | None
    data: bytes
    enums: bool = False


@dataclass(frozen=True, slots=True)
class Cache:
    """All units by table name; ``valid`` says that together they passed the validation.

    ``files`` are the states of the schema files that were read, by their names, ``definitions``
    what they declare beside tables, ``resolved`` the tables with parents.
    """

    key: str
    units: Mapping[str, Unit] = field(default_factory=dict)
    valid: bool = False
    files: Mapping[str, FileState] = field(default_factory=dict)
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    resolved: Mapping[str, Resolved] = field(default_factory=dict)

    def table_names(self) -> dict[tuple[str, str], str]:
        """Return the table that each known file is about, by its name and digest."""
        return {member: name for name, unit in self.units.items() for member in unit.members}


def packed(table: Plain) -> bytes:
    """Return a table as the cache holds it."""
    return marshal.dumps(table)


def unpacked(table: bytes) -> Plain:
    """Return the table that ``packed`` was given."""
    plain: Plain = marshal.loads(table)  # noqa: S302 part of what load_cache has checked
    return plain


def digest(content: bytes) -> str:
    """Return what identifies a file's content."""
    return sha256(content).hexdigest()


def cache_key(
    folder: str,
    shown: str,
    helpers: Iterable[tuple[str, str]],
    text_of: Callable[[Table], str] | None = None,
) -> str:
    """Return what all units depend on: the folder, its helpers, and fluentorm and Python."""
    packages = (Path(fluentorm.schema.__file__).parent, Path(__file__).parent)
    code: list[object] = [sorted(folder_stats(package, ".py").items()) for package in packages]
    if text_of is not None:
        code.append(stat_of(text_of.__code__.co_filename))
    shapes = [(shape.__name__, [f.name for f in fields(shape)]) for shape in _SHAPES]
    parts = (sys.version, folder, shown, tuple(helpers), code, shapes)
    return digest(repr(parts).encode(errors="surrogatepass"))


def load_cache(file: Path, key: str) -> Cache:
    """Return the cache as it was stored under this key; an empty one in every other case."""
    try:
        empty: tuple[Any, ...] = (False, {}, {}, {}, {})
        valid, units, files, definitions, resolved = recall(file, key) or empty
        return Cache(
            key,
            {name: Unit(*unit) for name, unit in units.items()},
            valid,
            {name: FileState(*state) for name, state in files.items()},
            {name: Definition(*parts) for name, parts in definitions.items()},
            {name: Resolved(*parts) for name, parts in resolved.items()},
        )
    except (ValueError, TypeError, AttributeError):
        return Cache(key)


def store_cache(file: Path, cache: Cache) -> None:
    """Write the cache at once or not at all; a folder that refuses it costs only time."""
    units = {name: tuple(unit) for name, unit in cache.units.items()}
    files = {name: tuple(state) for name, state in cache.files.items()}
    definitions = {name: tuple(one) for name, one in cache.definitions.items()}
    resolved = {name: tuple(one) for name, one in cache.resolved.items()}
    keep(file, cache.key, (cache.valid, units, files, definitions, resolved))
