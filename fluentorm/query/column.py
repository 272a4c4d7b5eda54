"""Typed columns: ``Users.email`` on the class, and the values that a write gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from fluentorm.errors import QueryError
from fluentorm.query.expression import Expression, Label, Read, param_for
from fluentorm.query.nodes import ColumnNode, NamedSource, Node, Output, TableSource, Values
from fluentorm.query.values import check

if TYPE_CHECKING:
    from fluentorm.query.info import ColumnInfo

V = TypeVar("V")
R_co = TypeVar("R_co", covariant=True)


class Column(Expression[V, R_co]):
    """A column of a table, of an alias of one, or of a query in FROM."""

    __slots__ = ("_described", "info", "source")
    __hash__ = object.__hash__

    def __init__(
        self, source: TableSource | NamedSource, info: ColumnInfo, read: Read | None = None
    ) -> None:
        super().__init__(ColumnNode(source, info.name, info.pg_type), (), info.pg_type, read)
        self.source = source
        self.info = info
        self._described = ""

    def describe(self) -> str:
        """Return what errors call it."""
        if not self._described:
            source = self.source
            owner = source.name if isinstance(source, NamedSource) else source.table.name
            self._described = f'column "{self.info.name}" of "{owner}"'
        return self._described

    def to(self, value: V | Expression[V, Any] | None) -> Assignment:
        """Return the order to give this column a value, for an update or an upsert."""
        return Assignment(self, value)

    def output(self) -> Output:
        """Return this as a column of a result."""
        # The bytes of an enum are its word, whatever the server calls its type.
        is_enum = self.info.enum is not None and not self.type.endswith("[]")
        return Output(self.node, "", "enum" if is_enum else self.type)


class Assignment:
    """A column and its new value."""

    __slots__ = ("column", "node", "values")

    def __init__(self, column: Column[Any, Any], value: object) -> None:
        self.column = column
        self.node, self.values = value_for(column, value)


def value_for(column: Column[Any, Any], value: object) -> tuple[Node, Values]:
    """Return the node and values that write ``value`` into a column."""
    info = column.info
    if isinstance(value, Expression):
        return value.node, value.values
    if value is None:
        if not info.nullable:
            raise QueryError(f"{column.describe()} is NOT NULL and takes no None")
    else:
        check(value, info.pg_type, column.describe())
    return param_for(info.pg_type), (value,)


def output_name(expression: Expression[Any, Any]) -> str:
    """Return the name that an expression has in the result."""
    if isinstance(expression, Label):
        return expression.name
    if isinstance(expression, Column):
        return expression.info.name
    raise QueryError(
        f"{expression.describe()} has no name in the result", hint='name it: .label("...")'
    )
