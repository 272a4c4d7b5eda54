"""What a migration file will do to a database in use, step by step, before it runs.

Files are looked at in the order in which they run: what one of them makes holds nobody up in the
next, and a check that was validated spares the reading of the rows for NOT NULL.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fluentorm.dialects.base import Script, StepKind
from fluentorm.dialects.postgres import splitter
from fluentorm.dialects.postgres.lock_modes import Lock
from fluentorm.dialects.postgres.lock_reach import Reach
from fluentorm.dialects.postgres.locks import Effect, Facts, effects
from fluentorm.dialects.postgres.sizes import in_bytes
from fluentorm.dialects.postgres.steps import parse_steps
from fluentorm.schema.objects import PrimaryKey, Unique
from fluentorm.schema.qualified import key_of, quote_name
from fluentorm.schema.refs import Kind
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fluentorm.schema.objects import Column, SchemaModel

_CREATED = re.compile(
    r"CREATE\s+(?:UNLOGGED\s+|TEMP(?:ORARY)?\s+)*(?:TABLE|MATERIALIZED\s+VIEW)\s+([^\s(]+)", re.I
)
_RENAMED = re.compile(r"ALTER\s+TABLE\s+(\S+)\s+RENAME\s+COLUMN\s+(\S+)\s+TO\s+(\S+)", re.I)
_PROOF = re.compile(
    r"ALTER\s+TABLE\s+(\S+)\s+ADD\s+CONSTRAINT\s+(\S+)\s+CHECK\s+\((\S+)\s+IS\s+NOT\s+NULL\)", re.I
)
_DOMAIN = re.compile(r"CREATE\s+DOMAIN\s+(\S+).*\b(?:CHECK|NOT\s+NULL)\b", re.I | re.DOTALL)
_HELPER = "_fl_"
_VALIDATED = re.compile(r"ALTER\s+TABLE\s+(\S+)\s+VALIDATE\s+CONSTRAINT\s+(\S+)", re.I)
# Bytes in a second, and rows of a backfill: what a small server does, so that it is rather less.
_READ, _BUILT, _WRITTEN, _FILLED = 400_000_000, 100_000_000, 40_000_000, 50_000
_INSTANT = "an instant"
_UTC = "SET LOCAL TimeZone = 'UTC'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How big a table is, by the statistics of the server: rows, and bytes with its indexes."""

    rows: int
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What a step does to one table; ``table`` is "" for one that the statement does not name.

    ``number`` and ``kind`` are the step's. ``stops`` is whom it stops for as long as it takes,
    ``size`` that of the table, ``seconds`` how long it may take, None where nobody knows.
    """

    number: int
    kind: StepKind
    table: str
    lock: Lock
    rewrites: bool = False
    scans: bool = False
    known: bool = True
    size: Size | None = None
    seconds: float | None = None

    @property
    def stops(self) -> str:
        """Whom the step stops for as long as it takes; empty where it is an instant or nobody."""
        long = self.rewrites or self.scans
        return self.lock.blocks if long and self.known else ""

    def __str__(self) -> str:
        table = self.table or "the tables that use it"
        if not self.known:
            return f"step {self.number} {self.kind.value}: may do anything: nobody has read it"
        work = "rewrites it" if self.rewrites else "reads it all" if self.scans else ""
        if self.kind is StepKind.BACKFILL:
            work = "writes its rows in batches"
        whom = f"stops {self.stops}" if self.stops else self._instant()
        parts = [f"locks {table} in {self.lock.words}", work, whom, *self._extent()]
        told = ", ".join(filter(None, parts))
        return f"step {self.number} {self.kind.value}: {told}"

    def _instant(self) -> str:
        blocks = self.lock.blocks
        return f"stops {blocks} for {_INSTANT}" if blocks else "stops nobody"

    def _extent(self) -> Iterator[str]:
        if self.size is not None:
            rows = "1 row" if self.size.rows == 1 else f"{self.size.rows:,} rows"
            yield f"{rows}, {in_bytes(self.size.bytes)}"
        if self.seconds is not None:
            yield f"about {_time(self.seconds)}"

    def data(self) -> dict[str, object]:
        """Return all of it for JSON."""
        return {
            "step": self.number,
            "kind": self.kind.value,
            "table": self.table,
            "lock": self.lock.words if self.known else None,
            "rewrites": self.rewrites,
            "scans": self.scans,
            "stops": self.stops,
            "rows": None if self.size is None else self.size.rows,
            "bytes": None if self.size is None else self.size.bytes,
            "seconds": None if self.seconds is None else round(self.seconds, 1),
        }


class Announcer:
    """Files one after the other; ``model`` is the schema before the first."""

    def __init__(
        self,
        model: SchemaModel,
        sizes: Mapping[str, Size] | None = None,
    ) -> None:
        self._types = {
            (quote_name(table.name), column.name): _full_type(column)
            for table in model.tables.values()
            for column in table.columns.values()
        }
        self._constrained = set(_constrained(model))
        self._indexed = frozenset(_indexed(model))
        self._bounded: set[str] = set()
        self._sizes = {} if sizes is None else sizes
        self._reach = Reach(model)
        self._tables = frozenset(map(quote_name, model.tables))
        self._new: set[str] = set()
        self._proofs: dict[tuple[str, str], str] = {}
        self._proven: set[tuple[str, str]] = set()
        self._validated: set[str] = set()
        self._utc = False

    def announce(self, text: str, path: str = "") -> tuple[Announced, ...]:
        """Return what the steps of a file do to tables that are there before it.

        Raises FileFormat for steps that cannot be read.
        """
        found: list[Announced] = []
        for number, kind, statements in _steps(text, path):
            self._utc = False
            tables: dict[str, Announced] = {}
            for statement in statements:
                for effect in self._effects(statement):
                    one = self._announced(number, kind, effect)
                    other = tables.get(one.table)
                    tables[one.table] = one if other is None else _both(one, other)
            found += tables.values()
        return tuple(found)

    def _effects(self, statement: str) -> Iterator[Effect]:
        facts = Facts(
            type_of=lambda table, column: self._types.get((table, column)),
            constrained=frozenset(self._constrained),
            proven=frozenset(self._proven),
            adopted=frozenset(self._validated),
            utc=self._utc,
            bounded=frozenset(self._bounded),
            indexed=self._indexed,
        )
        for effect in (*effects(statement, facts), *self._reach.effects(statement, facts)):
            strong = effect.lock >= Lock.SHARE_UPDATE_EXCLUSIVE or effect.scans
            if effect.lock == Lock.ACCESS_SHARE and effect.table not in self._tables:
                continue  # a sequence has one row
            if effect.table not in self._new and strong:
                yield effect
        self._learn(statement)

    def _learn(self, statement: str) -> None:
        """Note what a statement means for those behind it."""
        if statement == _UTC:
            self._utc = True
        elif found := _CREATED.match(statement):
            self._new.add(found[1])
        elif found := _DOMAIN.match(statement):
            self._constrained.add(found[1])
        elif found := _RENAMED.match(statement):
            table, before, after = found.groups()
            if (table, before) in self._types:
                self._types[table, after] = self._types.pop((table, before))
            if (table, before) in self._proven:
                self._proven.add((table, after))
        elif found := _PROOF.match(statement):
            self._proofs[found[1], found[2]] = found[3]
        elif found := _VALIDATED.match(statement):
            self._validated.add(found[2])
            if found[2].startswith(_HELPER):  # a check of ours that says what the bound says
                self._bounded.add(found[1])
            column = self._proofs.get((found[1], found[2]))
            if column is not None:
                self._proven.add((found[1], column))

    def _announced(self, number: int, kind: StepKind, effect: Effect) -> Announced:
        size = self._sizes.get(key_of(effect.table)) if effect.table else None
        return Announced(
            number=number,
            kind=kind,
            table=effect.table,
            lock=effect.lock,
            rewrites=effect.rewrites,
            scans=effect.scans,
            known=effect.known,
            size=size if effect.long else None,
            seconds=None if size is None else _seconds(kind, effect, size),
        )


def announced(text: str, model: SchemaModel) -> tuple[Announced, ...]:
    """Return what the steps of one file do, which runs on a schema."""
    return Announcer(model).announce(text)


def _steps(text: str, path: str) -> Iterator[tuple[int, StepKind, tuple[str, ...]]]:
    """Yield number, kind and statements of the steps; a file without steps is a short one."""
    steps = parse_steps(Script(path=path, text=text))
    for step in steps:
        yield step.number, step.kind, step.sqls
    if not steps:
        statements = splitter.split(text)
        yield 1, StepKind.SHORT, tuple(text[one.start : one.end] for one in statements)


def _constrained(model: SchemaModel) -> Iterable[str]:
    from fluentorm.schema.database_objects import Domain

    found = (item for ref, item in model.objects.items() if ref.kind is Kind.DOMAIN)
    domains = [item for item in found if isinstance(item, Domain)]
    return [quote_name(one.name) for one in domains if one.checks or not one.nullable]


def _full_type(column: Column) -> str:
    """Return a column's type; the collation belongs to it, since indexes follow it."""
    if column.collation is None:
        return column.type
    return f"{column.type} COLLATE {quote_name(column.collation)}"


def _indexed(model: SchemaModel) -> Iterator[tuple[str, str]]:
    """Yield the columns that an index or a key holds; of an expression none is known."""
    for table in model.tables.values():
        name = quote_name(table.name)
        for index in table.indexes.values():
            yield from ((name, key.column) for key in index.keys if key.column is not None)
        for key in table.constraints.values():
            if isinstance(key, PrimaryKey | Unique):
                yield from ((name, column) for column in key.columns)


def _both(one: Announced, other: Announced) -> Announced:
    times = [some.seconds for some in (one, other) if some.seconds is not None]
    return Announced(
        number=one.number,
        kind=one.kind,
        table=one.table,
        lock=max(one.lock, other.lock),
        rewrites=one.rewrites or other.rewrites,
        scans=one.scans or other.scans,
        known=one.known and other.known,
        size=one.size or other.size,
        seconds=sum(times) if times else None,
    )


def _seconds(kind: StepKind, effect: Effect, size: Size) -> float | None:
    """Return about how long the work on a table of that size takes, None for an instant."""
    if kind is StepKind.BACKFILL:
        return size.rows / _FILLED
    if effect.rewrites:
        return size.bytes / _WRITTEN
    if effect.scans:
        return size.bytes / (_BUILT if kind is StepKind.BARE else _READ)
    return None


def _time(seconds: float) -> str:
    if seconds < 1:
        return "1 s"
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"
