"""Between values and the driver: parameters out, rows in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from fluentorm.query.making import objects

if TYPE_CHECKING:
    from fluentorm.dialects.postgres.query.statements import Compiled
    from fluentorm.query.nodes import Values


def arguments(found: Compiled, values: Values) -> Sequence[object]:
    """Return the values of a query as the parameters of its SQL."""
    if found.in_order and not found.senders:
        return values
    chosen = list(values) if found.in_order else [values[place] for place in found.order]
    for number, send in found.senders:
        chosen[number] = send(chosen[number])
    return chosen


def row_maker(make: Callable[[Any], Any]) -> Callable[[Any], Callable[[Any], Any]]:
    """Return psycopg's row factory for a function that makes rows."""
    return lambda _cursor: make


def reader(kind: Any, description: Sequence[Any]) -> Callable[[list[dict[str, Any]]], list[Any]]:
    """Return what makes values of a class of rows as dicts, by the names of the columns."""
    from_row = getattr(kind, "from_row", None)
    if from_row is not None:
        return lambda rows: [from_row(row) for row in rows]
    names = [column.name for column in description]
    make = objects(kind, names, [None] * len(names))
    return lambda rows: [make(tuple(row.values())) for row in rows]
