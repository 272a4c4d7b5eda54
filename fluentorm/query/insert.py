"""INSERT: of inputs, of a query's rows, and what happens to rows that are there already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from fluentorm.errors import QueryError
from fluentorm.query.column import Assignment, Column
from fluentorm.query.expression import Expression, collect, param_for
from fluentorm.query.info import ColumnInfo, UniqueInfo
from fluentorm.query.inputs import UNSET, Input, Unset, fields_of
from fluentorm.query.making import scalars
from fluentorm.query.nodes import (
    ColumnNode,
    Conflict,
    InsertNode,
    NamedSource,
    Node,
    Output,
    Raw,
    Values,
)
from fluentorm.query.program import Execute, Fetch, Program
from fluentorm.query.table import Table
from fluentorm.query.values import check_all
from fluentorm.query.writing import NOW, Write, assignments

if TYPE_CHECKING:
    from typing import Self

    from fluentorm.query.program import Make
    from fluentorm.query.result import Query

RowT_co = TypeVar("RowT_co", covariant=True)
V = TypeVar("V")
R = TypeVar("R")
EXCLUDED = NamedSource("excluded")
_NOTHING: Expression[Any, None] = Expression(Raw(("1",), ()))
# The protocol counts parameters in 16 bits (manual, 55.7, Bind).
MOST_PARAMETERS = 65535
MOST_ROWS = 5000


def excluded(column: Column[V, R]) -> Expression[V, R]:
    """Return the value that an insert would have given a column, for ``do_update``."""
    node = ColumnNode(EXCLUDED, column.info.name, column.type)
    return Expression(node, (), column.type, column.read)


class Insert(Write[RowT_co]):
    """INSERT; more rows than one statement can take become several in one transaction."""

    __slots__ = ("_columns", "_conflict", "_conflict_values", "_made", "_query", "_rows")

    def __init__(self, table: Table, rows: Iterable[Input] = ()) -> None:
        self._table = table
        self._outputs = None
        self._columns, self._rows = _checked(table, list(rows))
        self._query: Query[Any] | None = None
        self._conflict: Conflict | None = None
        self._conflict_values: Values = ()
        self._made: Make | None = None

    @classmethod
    def of_query(
        cls, table: Table, columns: Sequence[Column[Any, Any]], query: Query[Any]
    ) -> Insert[Any]:
        """Return the insert of a query's rows into some columns."""
        width = len(query.outputs())
        if width != len(columns):
            raise QueryError(f"a query of {width} columns cannot fill {len(columns)}")
        new: Insert[Any] = cls(table)
        new._columns = [column.info for column in columns]
        new._query = query
        return new

    # --- rows that are there already --------------------------------------------------------

    def on_conflict(
        self,
        *columns: Column[Any, Any],
        constraint: str = "",
        where: Expression[bool, Any] | None = None,
    ) -> Self:
        """Say which rows are there already: by unique columns, or by a constraint's name.

        ``where`` is the condition of a partial unique index. Without any of them each kind of
        conflict counts, which only ``do_nothing`` can answer.
        """
        if columns and constraint:
            raise QueryError("a conflict is told by columns or by a constraint, not by both")
        for column in columns:
            if not isinstance(column, Column) or column.source != self._table.source:
                raise QueryError(f'{column!r} is no column of "{self._table.name}"')
        new = self._copy()
        names = tuple(column.info.name for column in columns)
        new._conflict = Conflict(names, constraint, None if where is None else where.node)
        new._conflict_values = () if where is None else where.values
        return new

    def do_nothing(self) -> Self:
        """Leave rows alone that are there already; they are not returned."""
        new = self._copy()
        new._conflict = self._conflict or Conflict(())
        return new

    def do_update(self, *changes: Assignment, where: Expression[bool, Any] | None = None) -> Self:
        """Update rows that are there already: ``Users.name.to(excluded(Users.name))``.

        Without changes, with all that was to be inserted. ``where`` leaves the others alone.
        """
        conflict = self._conflict
        if conflict is None or not (conflict.columns or conflict.constraint):
            raise QueryError(
                "do_update() needs a conflict to answer", hint="on_conflict(Users.email) before it"
            )
        chosen = assignments(self._table, changes) if changes else self._excluded(conflict)
        updates = [(change.column.info.name, change.node) for change in chosen]
        touched = self._table.touched
        if touched is not None and all(name != touched.name for name, _ in updates):
            updates.append((touched.name, NOW))
        condition = None if where is None else where.node
        new = self._copy()
        new._conflict = conflict._replace(updates=tuple(updates), where=condition)
        new._conflict_values = (
            *self._conflict_values,
            *collect(chosen),
            *(where.values if where is not None else ()),
        )
        return new

    def _excluded(self, conflict: Conflict) -> list[Assignment]:
        keys = {*conflict.columns, *self._table.info.primary_key}
        columns = [self._table.column(info.name) for info in self._columns]
        changed = [column for column in columns if column.info.name not in keys]
        # Without anything to update, one that changes nothing: the row is returned nevertheless.
        chosen = changed or [self._table.column(name) for name in conflict.columns[:1]]
        if not chosen:
            raise QueryError("there is nothing to update", hint="do_update(Users.name.to(...))")
        return [Assignment(column, excluded(column)) for column in chosen]

    # --- what is returned -------------------------------------------------------------------

    def scalars(self) -> Insert[Any]:
        """Return the values of the only column that is returned instead of tuples of one."""
        new: Insert[Any] = self._copy()
        new._made = scalars(self.only_read())
        return new

    def returning_nothing(self) -> Insert[None]:
        """Return None for each row: for tables without a primary key."""
        new: Insert[Any] = self.returning(_NOTHING)
        new._made = lambda _row: None
        return new

    def maker(self) -> Make | None:
        """Return what makes a row of the server's values."""
        return super().maker() if self._made is None else self._made

    # --- running ----------------------------------------------------------------------------

    def build(self) -> tuple[Node, Values]:
        """Return the statement's shape and its values; the first part of many rows."""
        return self._statement_of(self._rows)

    @property
    def is_split(self) -> bool:
        """Whether it takes several statements."""
        return len(self._rows) > self._most()

    def executing(self) -> Program[int]:
        """Run it without its rows, and return how many were inserted or updated."""
        if self._query is not None:
            return (yield from super().executing())
        total = 0
        bare = self._copy()
        bare._outputs = ()
        for part in self._parts():
            total += yield Execute(*bare._statement_of(part))
        return total

    def _fetching(self) -> Program[list[RowT_co]]:
        if self._query is not None:
            return (yield from super()._fetching())
        make = self.maker()
        found: list[RowT_co] = []
        for part in self._parts():
            found += yield Fetch(*self._statement_of(part), make)
        return found

    def _parts(self) -> Iterator[list[tuple[Any, ...]]]:
        most = self._most()
        for start in range(0, len(self._rows), most):
            yield self._rows[start : start + most]

    def _most(self) -> int:
        others = len(self._conflict_values) + len(self._returned()[1])
        return min(MOST_ROWS, (MOST_PARAMETERS - others) // max(len(self._columns), 1))

    def _statement_of(self, rows: list[tuple[Any, ...]]) -> tuple[Node, Values]:
        values: Values = ()
        runs: tuple[tuple[tuple[Node | None, ...], int], ...] = ()
        query = None
        if self._query is not None:
            query, values = self._query.build()
        else:
            runs, values = _runs([param_for(info.pg_type) for info in self._columns], rows)
        returned, returned_values = self._returned()
        node = InsertNode(
            self._table.source,
            tuple(info.name for info in self._columns),
            runs,
            query,
            self._conflict,
            returned,
        )
        return node, (*values, *self._conflict_values, *returned_values)

    def _returned(self) -> tuple[tuple[Output, ...], Values]:
        return ((), ()) if self._outputs == () else super()._returned()

    def _copy(self) -> Self:
        new = object.__new__(type(self))
        new._table, new._outputs = self._table, self._outputs
        new._columns, new._rows, new._query = self._columns, self._rows, self._query
        new._conflict, new._conflict_values = self._conflict, self._conflict_values
        new._made = self._made
        return new


def only_key(table: Table, data: Input) -> UniqueInfo:
    """Return the key that tells whether a row is there already: the only one that ``data`` has.

    Raises QueryError where there is none, or a choice.
    """
    have = {
        table.by_attribute[name].info.name
        for name in fields_of(type(data))
        if getattr(data, name) is not UNSET
    }
    keys = [unique for unique in table.info.unique if have.issuperset(unique.columns)]
    primary = table.info.primary_key
    if not keys and primary and have.issuperset(primary):
        return UniqueInfo(name="", columns=primary)
    if len(keys) != 1:
        names = " or ".join(", ".join(key.columns) for key in keys) or "no unique key"
        raise QueryError(
            f'which row of "{table.name}" is meant? the input has {names}',
            hint="name the columns: on=(Users.email,)",
        )
    return keys[0]


def _checked(table: Table, rows: list[Input]) -> tuple[list[ColumnInfo], list[tuple[Any, ...]]]:
    """Return the columns that are given in any row, and each row's values for them."""
    if not rows:
        return [], []
    kind = type(rows[0])
    for row in rows:
        if type(row) is not kind:
            raise QueryError(
                f'an insert into "{table.name}" takes one kind of input, not also {row!r}'
            )
    names = fields_of(kind)
    if not names:
        return [], [() for _ in rows]
    get = attrgetter(*names)
    found = [(get(row),) for row in rows] if len(names) == 1 else [get(row) for row in rows]
    columns = list(zip(*found, strict=True))
    kept = []
    for place, (name, values) in enumerate(zip(names, columns, strict=True)):
        column = table.by_attribute.get(name)
        if column is None:
            raise QueryError(f'table "{table.name}" has no column for "{name}" of {kind.__name__}')
        if _check_all(column, values):
            kept.append((place, column.info))
    if len(kept) < len(names):
        found = [tuple(row[place] for place, _ in kept) for row in found]
    return [info for _, info in kept], found


def _check_all(column: Column[Any, Any], values: tuple[Any, ...]) -> bool:
    """Check the values of a column and say whether any is given."""
    kinds = set(map(type, values))
    found: Sequence[Any] = values
    if Unset in kinds:
        kinds.remove(Unset)
        found = [value for value in values if value is not UNSET]
    info = column.info
    check_all(found, kinds, info.pg_type, column.describe(), nullable=info.nullable)
    return bool(found)


def _runs(
    params: list[Any], rows: list[tuple[Any, ...]]
) -> tuple[tuple[tuple[tuple[Node | None, ...], int], ...], Values]:
    """Return rows as runs of one form, and their values."""
    full = tuple(params)
    runs: list[tuple[tuple[Node | None, ...], int]] = []
    values: list[object] = []
    for row in rows:
        if UNSET in row:
            form = tuple(
                None if value is UNSET else param for value, param in zip(row, params, strict=True)
            )
            values += [value for value in row if value is not UNSET]
        else:
            form = full
            values += row
        if runs and runs[-1][0] == form:
            runs[-1] = (form, runs[-1][1] + 1)
        else:
            runs.append((form, 1))
    return tuple(runs), tuple(values)
