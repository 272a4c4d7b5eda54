"""What the migrations up to a statement have made, as far as the rules ask for it.

Everything in it is a frozen value on one of a few shelves, and every change goes through ``put``
and ``drop``, which note what was there before: so a down file is read on top of its up file and
taken back, and the state at the end of a chain can be kept for the next run.
"""

from __future__ import annotations

import dataclasses
from dataclasses import field
from typing import TYPE_CHECKING, Any

from fluentorm.lint.nodes import UNKNOWN_TYPE, SqlType
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an object was made: file, line, and the batch that the file belongs to."""

    path: str = ""
    line: int = 0
    batch: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column; ``default`` is how often it is worked out, "" where there is none."""

    name: str
    type: SqlType = UNKNOWN_TYPE
    not_null: bool = False
    default: str = ""
    generated: str = ""
    identity: bool = False
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A constraint of a table or a domain.

    ``kind`` is c, f, u, p, x or n as in pg_constraint. ``columns`` are those it is over or, for a
    check, those it mentions; ``proves`` those that it proves to hold no NULL. ``clauses`` are the
    parts of a check that AND joins, ``never`` sets of such that it says never to hold together.
    """

    name: str
    kind: str
    columns: tuple[str, ...] = ()
    references: str = ""
    valid: bool = True
    enforced: bool = True
    proves: frozenset[str] = frozenset()
    clauses: frozenset[str] = frozenset()
    never: tuple[frozenset[str], ...] = ()
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; ``bound`` are the conditions that its rows as a partition fulfil."""

    name: str
    columns: Mapping[str, Column] = field(default_factory=dict)
    constraints: Mapping[str, Constraint] = field(default_factory=dict)
    partition_by: tuple[str, ...] = ()
    partitioned: bool = False
    parent: str = ""
    default_partition: bool = False
    row_security: bool = False
    replica_identity: str = "d"
    temporary: bool = False
    origin: Origin = Origin()

    def with_column(self, column: Column) -> Table:
        """Return the table with a column added or replaced."""
        return dataclasses.replace(self, columns={**self.columns, column.name: column})

    def with_constraint(self, constraint: Constraint) -> Table:
        """Return the table with a constraint added or replaced."""
        made = {**self.constraints, constraint.name: constraint}
        return dataclasses.replace(self, constraints=made)

    def of_kind(self, kind: str) -> Iterator[Constraint]:
        """Yield the constraints of a kind."""
        return (item for item in self.constraints.values() if item.kind == kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An index; ``columns`` has "" for an expression, ``mentions`` are columns of expressions."""

    name: str
    table: str
    columns: tuple[str, ...] = ()
    mentions: frozenset[str] = frozenset()
    included: tuple[str, ...] = ()
    unique: bool = False
    partial: bool = False
    method: str = "btree"
    constraint: bool = False
    text: str = ""
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """An enum (e), a domain (d) or another type (c)."""

    name: str
    kind: str
    values: tuple[str, ...] = ()
    base: SqlType = UNKNOWN_TYPE
    checked: bool = False
    constraints: tuple[Constraint, ...] = ()
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view; ``columns`` is empty where the names cannot be told from its text."""

    name: str
    materialized: bool = False
    columns: tuple[str, ...] = ()
    uses: frozenset[str] = frozenset()
    invoker: bool = False
    barrier: bool = False
    grants: frozenset[str] = frozenset()
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """A function; ``arguments`` are the types of its input arguments."""

    name: str
    arguments: tuple[str, ...] = ()
    volatility: str = "volatile"
    changes_schema: bool = False
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A trigger or policy; ``detail`` is the trigger's function or the policy's command."""

    name: str
    table: str
    detail: str = ""
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A publication: of named tables, of namespaces, or of everything."""

    name: str
    tables: frozenset[str] = frozenset()
    namespaces: frozenset[str] = frozenset()
    everything: bool = False
    changes: bool = True
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A schema or a sequence; ``table`` is what owns a sequence."""

    name: str
    table: str = ""
    origin: Origin = Origin()


SHELVES = (
    "tables",
    "indexes",
    "types",
    "views",
    "routines",
    "triggers",
    "policies",
    "publications",
    "sequences",
    "namespaces",
)
_MISSING = object()


class State:
    """All objects by kind and key, and the batch that is being read."""

    def __init__(self) -> None:
        self.tables: dict[str, Table] = {}
        self.indexes: dict[str, Index] = {}
        self.types: dict[str, Type] = {}
        self.views: dict[str, View] = {}
        self.routines: dict[str, Routine] = {}
        self.triggers: dict[str, Attached] = {}
        self.policies: dict[str, Attached] = {}
        self.publications: dict[str, Publication] = {}
        self.sequences: dict[str, Named] = {}
        self.namespaces: dict[str, Named] = {}
        self.batch = 0
        self.origin = Origin()
        # Indexes by table, kept beside their shelf because every other rule asks for them.
        self._indexes_of: dict[str, set[str]] = {}
        self._log: list[tuple[str, str, object]] = []

    def put(self, shelf: str, key: str, value: Any) -> None:
        """Set an object."""
        held: dict[str, Any] = getattr(self, shelf)
        self._log.append((shelf, key, held.get(key, _MISSING)))
        self._set(shelf, key, value)

    def drop(self, shelf: str, key: str) -> Any:
        """Remove an object and return it; None where it is not known."""
        held: dict[str, Any] = getattr(self, shelf)
        if key not in held:
            return None
        found = held[key]
        self._log.append((shelf, key, found))
        self._set(shelf, key, _MISSING)
        return found

    def mark(self) -> int:
        """Return a place to go back to."""
        return len(self._log)

    def back(self, mark: int) -> None:
        """Undo everything since a mark."""
        while len(self._log) > mark:
            self._set(*self._log.pop())

    def _set(self, shelf: str, key: str, value: Any) -> None:
        held: dict[str, Any] = getattr(self, shelf)
        before = held.get(key)
        if value is _MISSING:
            held.pop(key, None)
        else:
            held[key] = value
        if shelf == "indexes":
            if before is not None:
                self._indexes_of.get(before.table, set()).discard(key)
            if value is not _MISSING:
                self._indexes_of.setdefault(value.table, set()).add(key)

    def indexes_of(self, table: str) -> list[Index]:
        """Return the indexes of a table in order of name."""
        return [self.indexes[name] for name in sorted(self._indexes_of.get(table, ()))]

    def partitions_of(self, table: str) -> list[Table]:
        """Return the partitions of a table, one level down."""
        return [item for item in self.tables.values() if item.parent == table]

    def volatilities(self) -> dict[str, str]:
        """Return how often the functions that migrations made have to be worked out."""
        return {item.name: item.volatility for item in self.routines.values()}

    def is_new(self, table: str) -> bool:
        """Say whether a table was made in the batch that is being read, so that nobody uses it."""
        found = self.tables.get(table)
        if found is None:
            view = self.views.get(table)  # a materialized one has rows and indexes too
            return view is not None and view.origin.batch == self.batch
        return found.temporary or found.origin.batch == self.batch

    def column(self, table: str, name: str) -> Column | None:
        """Return a column, None where it is not known."""
        found = self.tables.get(table)
        return found.columns.get(name) if found else None

    def published(self, table: str) -> Publication | None:
        """Return a publication that a table is in."""
        namespace = table.rpartition(".")[0] or "public"
        for item in self.publications.values():
            if item.everything or table in item.tables or namespace in item.namespaces:
                return item
        return None

    # --- keeping it --------------------------------------------------------------------------

    def packed(self) -> dict[str, Any]:
        """Return everything in it as what marshal can write."""
        shelves = {
            shelf: {key: _packed(value) for key, value in getattr(self, shelf).items()}
            for shelf in SHELVES
        }
        return {"batch": self.batch, **shelves}

    @classmethod
    def unpacked(cls, data: Mapping[str, Any]) -> State:
        """Return the state that ``packed`` gave."""
        state = cls()
        state.batch = data["batch"]
        for shelf in SHELVES:
            for key, value in data[shelf].items():
                state._set(shelf, key, _unpacked(value))
        return state


_CLASSES = {
    cls.__name__: cls
    for cls in (
        Origin,
        Column,
        Constraint,
        Table,
        Index,
        Type,
        View,
        Routine,
        Attached,
        Publication,
        Named,
        SqlType,
    )
}


_FIELDS = {cls: tuple(item.name for item in dataclasses.fields(cls)) for cls in _CLASSES.values()}


def _packed(value: Any) -> Any:
    kind = type(value)
    if kind in _FIELDS:
        return ("#", kind.__name__, {name: _packed(getattr(value, name)) for name in _FIELDS[kind]})
    if isinstance(value, dict):
        return {key: _packed(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return ("{}", sorted(value))
    if isinstance(value, tuple):
        return ("()", [_packed(item) for item in value])
    return value


def _unpacked(value: Any) -> Any:
    if isinstance(value, tuple):
        if value[0] == "#":
            values = {name: _unpacked(item) for name, item in value[2].items()}
            make: Any = _CLASSES[value[1]]
            if value[1] in ("SqlType", "Origin"):
                return make(*values.values())
            return make(**values)
        if value[0] == "{}":
            return frozenset(value[1])
        return tuple(_unpacked(item) for item in value[1])
    if isinstance(value, dict):
        return {key: _unpacked(item) for key, item in value.items()}
    return value
