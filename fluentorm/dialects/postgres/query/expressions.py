"""Expressions as SQL.

Parameters are numbered as they are visited, which is the order of their values: a node's fields
one after the other. Columns are always qualified, and checked to be of a source that is in scope.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fluentorm.errors import QueryError
from fluentorm.query.nodes import (
    ArrayQuery,
    Between,
    Binary,
    Call,
    Case,
    Cast,
    ColumnNode,
    Element,
    Exists,
    Extract,
    InQuery,
    Logic,
    NamedSource,
    NameOf,
    Order,
    OutputName,
    Over,
    Param,
    Postfix,
    Prefix,
    Quantified,
    Raw,
    RowOf,
    Scalar,
    TableSource,
)
from fluentorm.query.values import cast_type
from fluentorm.schema.qualified import quote_name
from fluentorm.schema.sql_text import quote_identifier, quote_literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from fluentorm.query.nodes import Node

# What stands beside an operator without parentheses.
_TIGHT = (ColumnNode, Param, Call, Cast, Case, Element, Scalar, ArrayQuery, RowOf, Over, Extract)


class Expressions:
    """Writes expressions; knows how many values it has passed and which of them are used."""

    def __init__(self) -> None:
        self.position = 0
        self.order: list[int] = []
        self.types: list[str] = []
        self.scopes: list[set[Node]] = []

    def query(self, node: Node) -> str:
        """Return a query as SQL."""
        raise NotImplementedError

    def expression(self, node: Node) -> str:
        """Return an expression as SQL."""
        return _WRITERS[type(node)](self, node)

    def operand(self, node: Node) -> str:
        """Return an expression that stands beside an operator."""
        text = self.expression(node)
        return text if isinstance(node, _TIGHT) else f"({text})"

    def listed(self, items: tuple[Node, ...]) -> str:
        """Return expressions with commas between."""
        return ", ".join([self.expression(item) for item in items])

    def column(self, node: ColumnNode) -> str:
        """Return a column; QueryError where its source is not part of the query."""
        source = node.source
        if not any(source in scope for scope in self.scopes):
            raise QueryError(
                f'column "{node.name}" is of "{_called(source)}", which is not part of the query',
                hint="join it, or use it in a subquery of its own",
            )
        return f"{qualifier(source)}.{quote_identifier(node.name)}"

    def param(self, node: Param) -> str:
        """Return the place of the next value."""
        self.order.append(self.position)
        self.types.append(node.type)
        self.position += 1
        number = len(self.order)
        return f"${number}::{cast_type(node.type)}" if node.cast else f"${number}"

    def raw(self, node: Raw) -> str:
        """Return SQL by hand."""
        text = node.parts[0]
        for item, part in zip(node.items, node.parts[1:], strict=True):
            text += self.operand(item) + part
        return text

    def binary(self, node: Binary) -> str:
        """Return an operator between its operands."""
        return f"{self.operand(node.left)} {node.operator} {self.operand(node.right)}"

    def quantified(self, node: Quantified) -> str:
        """Return an operator over an array's elements."""
        left = self.operand(node.left)
        return f"{left} {node.operator} {node.quantifier} ({self.expression(node.right)})"

    def prefix(self, node: Prefix) -> str:
        """Return an operator before its operand."""
        if node.operator == "NOT":
            return f"NOT ({self.expression(node.operand)})"
        return f"{node.operator}{self.operand(node.operand)}"

    def postfix(self, node: Postfix) -> str:
        """Return an operator behind its operand."""
        return f"{self.operand(node.operand)} {node.operator}"

    def logic(self, node: Logic) -> str:
        """Return conditions joined by AND or OR."""
        parts = [
            f"({self.expression(item)})" if isinstance(item, Logic | Raw) else self.expression(item)
            for item in node.items
        ]
        return f" {node.operator} ".join(parts)

    def between(self, node: Between) -> str:
        """Return a value between two others."""
        word = "NOT BETWEEN" if node.negated else "BETWEEN"
        operand, low = self.operand(node.operand), self.operand(node.low)
        return f"{operand} {word} {low} AND {self.operand(node.high)}"

    def in_query(self, node: InQuery) -> str:
        """Return a value among the rows of a query."""
        word = "NOT IN" if node.negated else "IN"
        return f"{self.operand(node.operand)} {word} ({self.query(node.query)})"

    def call(self, node: Call) -> str:
        """Return the call of a function."""
        arguments = self.listed(node.arguments)
        order = f" ORDER BY {self.listed(node.order)}" if node.order else ""
        distinct = "DISTINCT " if node.distinct else ""
        text = f"{node.name}({distinct}{arguments}{order})"
        if node.filter is not None:
            text += f" FILTER (WHERE {self.expression(node.filter)})"
        return text

    def over(self, node: Over) -> str:
        """Return a function over a window."""
        function = self.expression(node.function)
        clauses = []
        if node.partition:
            clauses.append(f"PARTITION BY {self.listed(node.partition)}")
        if node.order:
            clauses.append(f"ORDER BY {self.listed(node.order)}")
        if node.frame:
            clauses.append(node.frame)
        return f"{function} OVER ({' '.join(clauses)})"

    def case(self, node: Case) -> str:
        """Return the value of the first condition that holds."""
        text = "CASE"
        for condition, value in node.whens:
            text += f" WHEN {self.expression(condition)} THEN {self.operand(value)}"
        if node.otherwise is not None:
            text += f" ELSE {self.operand(node.otherwise)}"
        return f"{text} END"

    def ordered(self, node: Order) -> str:
        """Return a key of ORDER BY."""
        text = self.expression(node.operand)
        text += " DESC" if node.descending else ""
        return f"{text} NULLS {node.nulls}" if node.nulls else text


def qualifier(source: TableSource | NamedSource) -> str:
    """Return what stands before the columns of a source."""
    if isinstance(source, NamedSource):
        return quote_identifier(source.name)
    return quote_identifier(source.alias) if source.alias else quote_name(source.table.name)


def _called(source: TableSource | NamedSource) -> str:
    if isinstance(source, NamedSource):
        return source.name
    return source.alias or source.table.name


_WRITERS: dict[type, Callable[[Expressions, Any], str]] = {
    ColumnNode: Expressions.column,
    Param: Expressions.param,
    Raw: Expressions.raw,
    Binary: Expressions.binary,
    Quantified: Expressions.quantified,
    Prefix: Expressions.prefix,
    Postfix: Expressions.postfix,
    Logic: Expressions.logic,
    Between: Expressions.between,
    InQuery: Expressions.in_query,
    Exists: lambda self, node: f"EXISTS ({self.query(node.query)})",
    Scalar: lambda self, node: f"({self.query(node.query)})",
    ArrayQuery: lambda self, node: f"ARRAY({self.query(node.query)})",
    RowOf: lambda self, node: f"({self.listed(node.items)})",
    Call: Expressions.call,
    Over: Expressions.over,
    Extract: lambda self, node: f"extract({node.field} FROM {self.expression(node.operand)})",
    Cast: lambda self, node: f"{self.operand(node.operand)}::{node.type}",
    Case: Expressions.case,
    Element: lambda self, node: f"({self.expression(node.array)})[{self.expression(node.place)}]",
    Order: Expressions.ordered,
    NameOf: lambda self, node: quote_literal(quote_name(node.source.table.name)),
    OutputName: lambda self, node: quote_identifier(node.name),
}
