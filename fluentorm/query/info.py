"""What a model knows about its table, as frozen values.

Generated modules fill these in; they are all that queries need to know about a table, so that
no SQL is generated per table.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, TypeAlias

RelationKind: TypeAlias = Literal["many_to_one", "one_to_one", "one_to_many", "many_to_many"]
AutoGenerate: TypeAlias = Literal["none", "uuid", "timestamp", "increments"]
IdentityKind: TypeAlias = Literal["always", "by_default"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnInfo:
    """A column: ``name`` in the database, ``attribute`` on the row class (by default the same).

    ``pg_type`` is PostgreSQL's spelling, ``enum`` the class that the values of an enum (or of an
    array of one) get. ``has_default`` holds for a default and for an identity.
    """

    name: str
    attribute: str = ""
    pg_type: str
    nullable: bool = False
    has_default: bool = False
    identity: IdentityKind | None = None
    redacted: bool = False
    auto: AutoGenerate = "none"
    enum: type[StrEnum] | None = None

    def __post_init__(self) -> None:
        if not self.attribute:
            object.__setattr__(self, "attribute", self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class UniqueInfo:
    """A unique constraint, or a unique index over plain columns of all rows."""

    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JunctionInfo:
    """The table between the two ends of a many-to-many relation.

    ``columns`` match the relation's ``columns``, ``references_columns`` its ``references_columns``.
    """

    table: str
    columns: tuple[str, ...]
    references_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationInfo:
    """A way from a row to rows of ``table``: ``columns`` here match ``references_columns`` there.

    ``attribute`` is the name as Python may spell it (by default the same). ``constraint`` is the
    foreign key that enforces the relation, ``junction`` the table between, None without one.
    """

    name: str
    attribute: str = ""
    kind: RelationKind
    columns: tuple[str, ...]
    table: str
    references_columns: tuple[str, ...]
    constraint: str | None = None
    junction: JunctionInfo | None = None

    def __post_init__(self) -> None:
        if not self.attribute:
            object.__setattr__(self, "attribute", self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableInfo:
    """A table: its columns in the order of declaration, its keys and its relations."""

    name: str
    columns: tuple[ColumnInfo, ...]
    primary_key: tuple[str, ...] = ()
    unique: tuple[UniqueInfo, ...] = ()
    relations: tuple[RelationInfo, ...] = ()
    enum_columns: tuple[ColumnInfo, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        enums = tuple(column for column in self.columns if column.enum is not None)
        object.__setattr__(self, "enum_columns", enums)
