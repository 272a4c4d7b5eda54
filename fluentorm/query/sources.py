"""What stands in FROM: tables, subqueries, and queries in WITH."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from fluentorm.errors import QueryError
from fluentorm.query.column import Column
from fluentorm.query.expression import Expression
from fluentorm.query.info import ColumnInfo
from fluentorm.query.nodes import (
    Compound,
    CteSource,
    NamedSource,
    Node,
    SubquerySource,
    Values,
)
from fluentorm.query.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from fluentorm.query.result import Query

V = TypeVar("V")
R = TypeVar("R")


class Derived:
    """A query that other queries take columns from.

    ``derived.column(Users.id)`` is the column that the query selected so; a label is found by
    itself, or as ``derived.named("total")``.
    """

    __slots__ = ("alias", "columns", "node", "table", "values")

    def __init__(self, query: Query[Any], node: Node, alias: str, values: Values) -> None:
        self.node = node
        self.values = values
        self.alias = alias
        self.table = None
        self.columns = _columns(query, alias)

    def column(self, expression: Expression[V, R]) -> Column[V, R]:
        """Return the column of this query's result that an expression became."""
        for inner, column in self.columns:
            if inner.node == expression.node and type(inner.node) is type(expression.node):
                return column
        raise QueryError(
            f'"{self.alias}" has no column for {expression.describe()}',
            hint="select it in the query, or ask for it by name: .named(...)",
        )

    def named(self, name: str) -> Column[Any, Any]:
        """Return a column of this query's result by its name."""
        for _, column in self.columns:
            if column.info.name == name:
                return column
        raise QueryError(
            f'"{self.alias}" has no column "{name}"',
            hint=f"it has {', '.join(column.info.name for _, column in self.columns)}",
        )


class Cte(Derived):
    """A query in WITH."""

    __slots__ = ("_query", "_source")

    def __init__(self, query: Query[Any], source: CteSource, values: Values) -> None:
        super().__init__(query, source, source.alias or source.name, values)
        self._query = query
        self._source = source

    def aliased(self, alias: str) -> Cte:
        """Return the same query under another name, for the second time that it is joined."""
        return Cte(self._query, self._source._replace(alias=alias), self.values)


def subquery(query: Query[Any], name: str, *, lateral: bool = False) -> Derived:
    """Return a query as a source of another."""
    node, values = query.build()
    return Derived(query, SubquerySource(node, name, lateral), name, values)


def unnamed(query: Query[Any], name: str) -> Derived:
    """Return a query as a source whose columns nobody asks for."""
    node, values = query.build()
    found = object.__new__(Derived)
    found.node, found.values = SubquerySource(node, name), values
    found.alias, found.table, found.columns = name, None, []
    return found


def cte(query: Query[Any], name: str, *, materialized: bool | None = None) -> Cte:
    """Return a query as a source that stands in WITH."""
    node, values = query.build()
    return Cte(query, CteSource(node, name, None, False, materialized), values)


def recursive(
    name: str, base: Query[Any], step: Callable[[Cte], Query[Any]], *, distinct: bool = False
) -> Cte:
    """Return a recursive query: the rows of ``base``, and what ``step`` finds from each row on.

    ``step`` is given the query itself as a source. ``distinct`` leaves out rows that were found
    before, and so ends where the data go in a circle.
    """
    itself = Cte(base, CteSource(None, name), ())
    first, first_values = base.build()
    second, second_values = step(itself).build()
    node = Compound("UNION" if distinct else "UNION ALL", first, second)
    return Cte(base, CteSource(node, name, None, recursive=True), (*first_values, *second_values))


def source_of(target: Any) -> Table | Derived:
    """Return what a join or FROM was given as a source."""
    if isinstance(target, Table | Derived):
        return target
    table = getattr(target, "__fluent__", None)
    if isinstance(table, Table):
        return table
    raise QueryError(
        f"{target!r} is nothing to select from", hint="give a model, an alias or a subquery"
    )


def source_node(source: Table | Derived) -> Node:
    """Return the node of a source."""
    return source.source if isinstance(source, Table) else source.node


def source_values(source: Table | Derived) -> Values:
    """Return the values in a source."""
    return () if isinstance(source, Table) else source.values


def _columns(query: Query[Any], alias: str) -> list[tuple[Expression[Any, Any], Column[Any, Any]]]:
    source = NamedSource(alias)
    found: list[tuple[Expression[Any, Any], Column[Any, Any]]] = []
    seen: set[str] = set()
    for name, expression in query.named_outputs():
        if name in seen:
            raise QueryError(
                f'"{alias}" would have two columns "{name}"', hint='name one: .label("...")'
            )
        seen.add(name)
        info = ColumnInfo(name=name, pg_type=expression.type, nullable=True)
        found.append((expression, Column(source, info, expression.read)))
    return found
