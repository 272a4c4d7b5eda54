"""UPDATE and DELETE of what a SELECT finds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from fluentorm.errors import QueryError, UnfilteredWrite
from fluentorm.query.column import Assignment, Column
from fluentorm.query.expression import Condition, Expression, all_of, collect
from fluentorm.query.inputs import Input, given
from fluentorm.query.making import tuples
from fluentorm.query.nodes import Call, DeleteNode, Node, Output, UpdateNode, Values
from fluentorm.query.program import Execute, Program
from fluentorm.query.result import Query
from fluentorm.query.sources import source_node, source_values
from fluentorm.query.table import Table

if TYPE_CHECKING:
    from typing import Self

    from fluentorm.query.program import Make
    from fluentorm.query.selecting import Select

RowT_co = TypeVar("RowT_co", covariant=True)
NOW = Call("now", ())


class Write(Query[RowT_co]):
    """A statement that changes rows; it returns whole rows unless told otherwise."""

    __slots__ = ("_outputs", "_table")
    _table: Table
    _outputs: tuple[Expression[Any, Any], ...] | None

    def returning(self, *columns: Expression[Any, Any]) -> Self:
        """Return tuples of these columns of each row instead of whole rows."""
        new = self._copy()
        new._outputs = columns or None
        return new

    def maker(self) -> Make | None:
        """Return what makes a row of the server's values."""
        if self._outputs is None:
            return self._table.make
        return tuples([output.read for output in self._outputs])

    def outputs(self) -> tuple[Expression[Any, Any], ...]:
        """Return the columns of the result."""
        return self._table.columns if self._outputs is None else self._outputs

    def _returned(self) -> tuple[tuple[Output, ...], Values]:
        if self._outputs is None:
            return self._table.outputs, ()
        return tuple(output.output() for output in self._outputs), collect(self._outputs)

    def executing(self) -> Program[int]:
        """Run the statement without its rows, and return how many there were."""
        node, values = self.build()
        bare: Any = node
        return (  # type: ignore[no-any-return]
            yield Execute(bare._replace(returning=()), values[: len(values) - self._extra()])
        )

    def _extra(self) -> int:
        return len(self._returned()[1])

    def _copy(self) -> Self:
        raise NotImplementedError


class Update(Write[RowT_co]):
    """UPDATE of the rows that a query finds."""

    __slots__ = ("_changes", "_query")

    def __init__(self, query: Select[Any], changes: Iterable[Assignment | Input]) -> None:
        self._query = query
        self._table = _written_table(query, "update")
        self._changes = _touched(self._table, assignments(self._table, changes))
        self._outputs = None

    def build(self) -> tuple[Node, Values]:
        """Return the statement's shape and its values."""
        sources, where, values = _found(self._query)
        returned, returned_values = self._returned()
        updates = tuple((change.column.info.name, change.node) for change in self._changes)
        node = UpdateNode(
            self._table.source, updates, sources, where, returned, self._query._deleted
        )
        return node, (*collect(self._changes), *values, *returned_values)

    def _copy(self) -> Self:
        new = object.__new__(type(self))
        new._query, new._table = self._query, self._table
        new._changes, new._outputs = self._changes, self._outputs
        return new


class Delete(Write[RowT_co]):
    """DELETE of the rows that a query finds."""

    __slots__ = ("_query",)

    def __init__(self, query: Select[Any]) -> None:
        self._query = query
        self._table = _written_table(query, "delete")
        self._outputs = None

    def build(self) -> tuple[Node, Values]:
        """Return the statement's shape and its values."""
        sources, where, values = _found(self._query)
        returned, returned_values = self._returned()
        node = DeleteNode(self._table.source, sources, where, returned, self._query._deleted)
        return node, (*values, *returned_values)

    def _copy(self) -> Self:
        new = object.__new__(type(self))
        new._query, new._table, new._outputs = self._query, self._table, self._outputs
        return new


def assignments(table: Table, changes: Iterable[Assignment | Input]) -> list[Assignment]:
    """Return what is given of inputs and assignments as assignments, each column once.

    Raises QueryError for a column of another table, and for one that is given twice.
    """
    found: dict[str, Assignment] = {}
    for change in changes:
        if isinstance(change, Input):
            items = [_assignment(table, name, value) for name, value in given(change).items()]
        elif isinstance(change, Assignment):
            items = [change]
        else:
            raise QueryError(
                f"{change!r} is no change", hint="Users.name.to(...), or Users.UpdateInput(...)"
            )
        for item in items:
            name = item.column.info.name
            if table.by_name.get(name) is None or item.column.source != table.source:
                raise QueryError(f'{item.column.describe()} is not of table "{table.name}"')
            if name in found:
                raise QueryError(f"{item.column.describe()} is given twice")
            found[name] = item
    return list(found.values())


def _assignment(table: Table, name: str, value: object) -> Assignment:
    column = table.by_attribute.get(name)
    if column is None:
        raise QueryError(f'table "{table.name}" has no column for "{name}"')
    return Assignment(column, value)


def moment(column: Column[Any, Any]) -> Assignment:
    """Return the order to set a column to the time of the transaction."""
    return Assignment(column, Expression(NOW, (), column.type))


def _touched(table: Table, changes: list[Assignment]) -> list[Assignment]:
    """Add that the row was updated now, unless that is given."""
    if not changes:
        raise QueryError("an update without a change", hint="give it a column: .to(...)")
    info = table.touched
    if info is not None and all(change.column.info.name != info.name for change in changes):
        changes.append(moment(table.column(info.name)))
    return changes


def _written_table(query: Select[Any], what: str) -> Table:
    table = query._source
    if not isinstance(table, Table):
        raise QueryError(f"only rows of a table can be {what}d")
    cut = [
        name
        for name, value in (
            ("limit", query._limit),
            ("offset", query._offset),
            ("distinct", query._distinct),
            ("group_by", query._group),
            ("having", query._having),
        )
        if value is not None and value is not False and value != ()
    ]
    if cut:
        raise QueryError(
            f"{what} takes no {cut[0]}()",
            hint="find the rows first: where(Users.id.in_(query.select(Users.id)))",
        )
    if query._where is None and not query._all:
        raise UnfilteredWrite(
            f'this would {what} every row of "{table.name}"',
            hint="add where(...), or all_rows() if every row is meant",
        )
    return table


def _found(query: Select[Any]) -> tuple[tuple[Node, ...], Node | None, Values]:
    """Return joined sources, condition and values of the rows that a query finds."""
    sources: list[Node] = []
    values: Values = ()
    conditions: list[Condition] = []
    for how, target, on in query._joins:
        if how not in ("JOIN", "CROSS JOIN"):
            raise QueryError(f"a {how.lower()} cannot be written through")
        sources.append(source_node(target))
        values += source_values(target)
        if on is not None:
            conditions.append(on)
    if query._where is not None:
        conditions.append(query._where)
    if not conditions:
        return tuple(sources), None, values
    where = all_of(conditions)
    return tuple(sources), where.node, values + where.values
