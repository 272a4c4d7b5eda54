"""Seeds held against the tables of a database: what each value is there, and what tells rows apart.

Everything that is wrong is found, not the first thing only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from fluentorm.errors import Problem
from fluentorm.schema.nearest import Nearest
from fluentorm.schema.objects import PrimaryKey, Unique
from fluentorm.schema.qualified import canonical_key
from fluentorm.seeds.rows import Reference
from fluentorm.seeds.values import text_of
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from fluentorm.errors import Place
    from fluentorm.schema.objects import Column, SchemaModel, Table
    from fluentorm.seeds.rows import Block, Row, Value

Label: TypeAlias = tuple[str, str]
_KEY_HINT = "write key: with a column, or columns, that a unique constraint is on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The value of a column of another row, known once that row is there."""

    label: Label
    column: str
    place: Place


Cell: TypeAlias = str | Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of a table, its cells by column; ``arbiter`` says whether ON CONFLICT knows its key."""

    number: int
    table: str
    key: tuple[str, ...]
    cells: Mapping[str, Cell]
    place: Place
    label: Label | None = None
    arbiter: bool = True


def check(
    groups: Iterable[Sequence[Block]], model: SchemaModel
) -> tuple[list[list[Entry]], list[Problem]]:
    """Return the entries of each group of blocks, and what is wrong with them.

    Rows refer to rows of their group and of those before it: what stands between is run before.
    """
    checker = _Checker(model)
    return [checker.group(blocks) for blocks in groups], checker.problems


class _Checker:
    def __init__(self, model: SchemaModel) -> None:
        self._model = model
        self._near = Nearest()
        self._labels: dict[Label, Place] = {}
        self._keys: dict[tuple[object, ...], Place] = {}
        self._number = 0
        self.problems: list[Problem] = []

    def _wrong(self, place: Place, message: str, hint: str | None = None) -> None:
        self.problems.append(Problem(message, place, hint))

    def group(self, blocks: Sequence[Block]) -> list[Entry]:
        known = [(block, table) for block in blocks if (table := self._table(block))]
        for block, table in known:
            for row in block.rows:
                self._take_label(row, table)
        return [entry for block, table in known for entry in self._entries(block, table)]

    def _table(self, block: Block) -> Table | None:
        name = canonical_key(block.table)
        table = self._model.tables.get(name or block.table)
        if table is None:
            near = self._near.hint(block.table, self._model.tables)
            hint = near or "doit migrate, if a migration makes it"
            self._wrong(block.place, f'the database has no table "{block.table}"', hint)
        return table

    def _take_label(self, row: Row, table: Table) -> None:
        if row.label is None:
            return
        label = (table.name, row.label)
        before = self._labels.setdefault(label, row.place)
        if before != row.place:
            self._wrong(
                row.place,
                f'"{table.name}.{row.label}" is a row already, at {before}',
                "give one of them another label",
            )

    def _entries(self, block: Block, table: Table) -> Iterator[Entry]:
        sound = [row for row in block.rows if self._columns_exist(row, table)]
        key = self._key(block, table, sound)
        for row in sound if key else ():
            assert key is not None  # noqa: S101 - as the loop says
            found = len(self.problems)
            cells = {
                name: self._cell(value, table.columns[name], table, row)
                for name, value in row.values.items()
            }
            self._number += 1
            entry = Entry(
                number=self._number,
                table=table.name,
                key=key,
                cells=cells,
                place=row.place,
                label=None if row.label is None else (table.name, row.label),
                arbiter=key in set(_keys(table, arbiters=True)),
            )
            if len(self.problems) == found and self._has_own_key(entry):
                yield entry

    def _columns_exist(self, row: Row, table: Table) -> bool:
        sound = True
        for name in row.values:
            column = table.columns.get(name)
            if column is None:
                near = self._near.hint(name, table.columns)
                message = f'table "{table.name}" has no column "{name}"'
                self._wrong(row.place, message, near or "doit migrate, if a migration adds it")
            elif column.generated is not None:
                message = f'column "{name}" of table "{table.name}" is generated'
                self._wrong(row.place, message, "leave it out: the database works it out")
            sound = sound and column is not None and column.generated is None
        return sound

    def _key(self, block: Block, table: Table, rows: Sequence[Row]) -> tuple[str, ...] | None:
        """Return the columns that tell the rows of a block apart."""
        if not rows:
            return None
        possible = _keys(table)
        if block.key is not None:
            return self._declared_key(block, table, rows, possible)
        given = set.intersection(*(set(row.values) for row in rows))
        whole = [key for key in possible if given.issuperset(key)]
        primary = table.primary_key
        if primary is not None and primary.columns in whole:
            return primary.columns
        if len(whole) == 1:
            return whole[0]
        shown = " or ".join(f"key: [{', '.join(key)}]" for key in whole or possible)
        if whole:
            message = f'several keys of table "{table.name}" tell these rows apart'
            self._wrong(block.place, message, f"write {shown}")
        else:
            message = f'nothing tells these rows of table "{table.name}" apart'
            hint = (
                f"give each row all columns of its key: {shown}"
                if possible
                else ("give the table a unique constraint, or use an .sql file")
            )
            self._wrong(block.place, message, hint)
        return None

    def _declared_key(
        self,
        block: Block,
        table: Table,
        rows: Sequence[Row],
        possible: Sequence[tuple[str, ...]],
    ) -> tuple[str, ...] | None:
        key = block.key or ()
        unknown = [name for name in key if name not in table.columns]
        if unknown:
            near = self._near.hint(unknown[0], table.columns)
            message = f'the key names "{unknown[0]}", which table "{table.name}" has not'
            self._wrong(block.place, message, near or _KEY_HINT)
            return None
        same = [known for known in possible if set(known) == set(key)]
        if not same:
            message = f'({", ".join(key)}) is not unique in table "{table.name}"'
            shown = " or ".join(f"key: [{', '.join(known)}]" for known in possible)
            self._wrong(block.place, message, f"write {shown}" if shown else _KEY_HINT)
            return None
        without = [row for row in rows if not set(key) <= set(row.values)]
        for row in without:
            missing = next(name for name in key if name not in row.values)
            self._wrong(row.place, f'the row has no "{missing}", which is of its key')
        return None if without else same[0]

    def _cell(self, value: Value, column: Column, table: Table, row: Row) -> Cell:
        if isinstance(value, Reference):
            return self._link(value, column, table)
        try:
            return text_of(value, column.type)
        except ValueError as error:
            message = f'the value of "{column.name}" {error}'
            hint = "only json, jsonb and arrays take lists, only json and jsonb mappings"
            self._wrong(row.place, message, hint)
            return None

    def _link(self, reference: Reference, column: Column, table: Table) -> Cell:
        """Find the row that is meant, and the column of it."""
        targets = {
            (key.references_table, key.references_columns[key.columns.index(column.name)])
            for key in table.foreign_keys
            if column.name in key.columns
        }
        name = reference.table and (canonical_key(reference.table) or reference.table)
        if name is None and len(targets) != 1:
            what = "several foreign keys" if targets else "no foreign key"
            message = f'"{reference.label}" may be of any table: "{column.name}" has {what}'
            self._wrong(reference.place, message, f"write !ref TABLE.{reference.label}")
            return None
        if name is None:
            name = next(iter(targets))[0]
        label = (name, reference.label)
        if label not in self._labels:
            self._missing(reference, label)
            return None
        columns = {found for target, found in targets if target == name}
        if not columns:
            primary = self._model.tables[name].primary_key
            columns = set(primary.columns) if primary is not None else set()
        if len(columns) != 1:
            message = f'which column of "{name}" is meant for "{column.name}" is not clear'
            hint = "only a foreign key, or a primary key of one column, says so"
            self._wrong(reference.place, message, hint)
            return None
        return Link(label=label, column=columns.pop(), place=reference.place)

    def _missing(self, reference: Reference, label: Label) -> None:
        named = [f"{table}.{name}" for table, name in self._labels if ":" not in name]
        wanted = ".".join(label)
        hint = self._near.hint(wanted, named)
        if hint is None:
            own = [name for name in named if name.startswith(f"{label[0]}.")]
            hint = (
                f"there are {', '.join(own[:5])}"
                if own
                else ("label the row that is meant; where an .sql file stands between, before it")
            )
        self._wrong(reference.place, f'no row is called "{wanted}"', hint)

    def _has_own_key(self, entry: Entry) -> bool:
        """Say whether the key has a value, which no other row has."""
        values = [entry.cells[name] for name in entry.key]
        if None in values:
            name = entry.key[values.index(None)]
            self._wrong(entry.place, f'"{name}" is null, and of the key', "give it a value")
            return False
        same = (entry.table, entry.key, *(_identity(value) for value in values))
        before = self._keys.setdefault(same, entry.place)
        if before == entry.place:
            return True
        shown = ", ".join(str(v) if isinstance(v, str) else f"{v.label[1]}" for v in values if v)
        message = f"the key ({', '.join(entry.key)}) = ({shown}) is that of the row at {before} too"
        self._wrong(entry.place, message, "take one of the two rows out")
        return False


def _identity(value: Cell) -> object:
    return (value.label, value.column) if isinstance(value, Link) else value


def _keys(table: Table, *, arbiters: bool = False) -> list[tuple[str, ...]]:
    """Return the column sets that are unique in a table; with ``arbiters`` for ON CONFLICT."""
    found: dict[tuple[str, ...], None] = {}
    for constraint in table.constraints.values():
        if not isinstance(constraint, PrimaryKey | Unique) or constraint.without_overlaps:
            continue
        if not (arbiters and constraint.deferrable):
            found[constraint.columns] = None
    for index in table.indexes.values():
        if index.unique and index.where is None and len(index.columns) == len(index.keys):
            found[index.columns] = None
    return list(found)
