"""Keyset pagination: the condition for what comes after a row in an order."""

from __future__ import annotations

from typing import Any

from fluentorm.errors import QueryError
from fluentorm.query.column import Column
from fluentorm.query.expression import Condition, Ordering, all_of, any_of
from fluentorm.query.nodes import Binary, RowOf


def after(order: tuple[Ordering, ...], place: tuple[Any, ...]) -> Condition:
    """Return the condition that a row comes after a place: a row, or a value for each key.

    Keys in one direction become one comparison of rows, which an index serves. Raises QueryError
    without an order, for keys that may be NULL, and where the number of values is another.
    """
    if not order:
        raise QueryError("after() needs an order", hint="order_by() first, with a unique key last")
    columns = [_column(key) for key in order]
    values = _values(columns, place)
    directions = {key.node.descending for key in order}
    if len(order) > 1 and len(directions) == 1:
        return _as_rows(columns, values, "<" if directions.pop() else ">")
    choices = []
    for number, (key, column, value) in enumerate(zip(order, columns, values, strict=True)):
        equal = [c == v for c, v in zip(columns[:number], values[:number], strict=True)]
        beyond = column < value if key.node.descending else column > value
        choices.append(all_of((*equal, beyond)))
    return any_of(*choices)


def _as_rows(columns: list[Column[Any, Any]], values: list[object], operator: str) -> Condition:
    sides = [column._operand(value) for column, value in zip(columns, values, strict=True)]
    left = RowOf(tuple(column.node for column in columns))
    right = RowOf(tuple(node for node, _ in sides))
    return Condition(
        Binary(operator, left, right), tuple(value for _, found in sides for value in found)
    )


def _column(key: Ordering) -> Column[Any, Any]:
    column = key.expression
    if not isinstance(column, Column):
        raise QueryError("after() needs an order of columns, not of expressions")
    if column.info.nullable:
        raise QueryError(
            f"{column.describe()} may be NULL, which comes neither before nor after anything",
            hint="order by a column that is NOT NULL",
        )
    return column


def _values(columns: list[Column[Any, Any]], place: tuple[Any, ...]) -> list[object]:
    if len(place) == 1 and hasattr(type(place[0]), "__fluent__"):
        return [getattr(place[0], column.info.attribute) for column in columns]
    if len(place) != len(columns):
        raise QueryError(
            f"after() was given {len(place)} values for an order of {len(columns)} keys"
        )
    return list(place)
