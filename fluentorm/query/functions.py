"""Functions of the server as typed expressions; ``func`` calls any other."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar, overload

from fluentorm.errors import QueryError
from fluentorm.query.expression import (
    Condition,
    Expression,
    Ordering,
    collect,
    literal,
    nodes,
    ordering,
)
from fluentorm.query.nodes import ArrayQuery, Call, Case, Exists, Node, Raw, RowOf, Scalar, Values
from fluentorm.query.values import base_type

if TYPE_CHECKING:
    from fluentorm.query.result import Query

V = TypeVar("V")
R = TypeVar("R")
_NAME = re.compile(r"[A-Za-z_][\w$]*(?:\.[A-Za-z_][\w$]*)?")
_STAR = Raw(("*",), ())
_TRUNCATED = (
    "microseconds milliseconds second minute hour day week month quarter year decade century "
    "millennium"
).split()
_SUMS = {"smallint": "bigint", "integer": "bigint", "real": "real"}


def func(name: str, *arguments: object, returns: str = "") -> Expression[Any, Any]:
    """Return a call of a function by its name; arguments that are no expressions are values.

    ``returns`` is the type of the result where it is known, as PostgreSQL spells it.
    """
    if not _NAME.fullmatch(name):
        raise QueryError(f'"{name}" is no name of a function')
    items = tuple(map(literal, arguments))
    return Expression(Call(name, nodes(items)), collect(items), returns)


class Aggregate(Expression[V, R]):
    """An aggregate over the rows of a group."""

    __slots__ = ()
    __hash__ = object.__hash__

    def filter(self, *conditions: Expression[bool, Any]) -> Aggregate[V, R]:
        """Return the aggregate of those rows only that satisfy all conditions."""
        from fluentorm.query.expression import all_of

        condition = all_of(conditions)
        return self._with(condition.values, filter=condition.node)

    def distinct(self) -> Aggregate[V, R]:
        """Return the aggregate of values that differ."""
        return self._with((), distinct=True)

    def order_by(self, *keys: Expression[Any, Any] | Ordering) -> Aggregate[V, R]:
        """Return the aggregate of values in an order, for those that depend on one."""
        if isinstance(self.node, Call) and self.node.filter is not None:
            raise QueryError("order_by() of an aggregate comes before filter()")
        order = tuple(map(ordering, keys))
        return self._with(collect(order), order=nodes(order))

    def _with(self, values: Values, **changes: Any) -> Aggregate[V, R]:
        if not isinstance(self.node, Call):
            raise QueryError("only an aggregate can be changed so")
        return Aggregate(
            self.node._replace(**changes), (*self.values, *values), self.type, self.read
        )


def aggregate(name: str, *arguments: object, returns: str = "") -> Aggregate[Any, Any]:
    """Return a call of any aggregate by its name."""
    found = func(name, *arguments, returns=returns)
    return Aggregate(found.node, found.values, returns)


def count(expression: Expression[Any, Any] | None = None) -> Aggregate[int, int]:
    """Count rows, or those where an expression is not NULL."""
    if expression is None:
        return Aggregate(Call("count", (_STAR,)), (), "bigint")
    return Aggregate(Call("count", (expression.node,)), expression.values, "bigint")


def sum_(expression: Expression[V, R]) -> Aggregate[V, R | None]:
    """Add up, in the type of the expression; None without rows."""
    known = base_type(expression.type)
    read = int if known == "bigint" else None  # the server sums these up as numeric
    found = Call("sum", (expression.node,))
    return Aggregate(found, expression.values, _SUMS.get(known, known), _if_not_none(read))


@overload
def avg(expression: Expression[float, Any]) -> Aggregate[float, float | None]: ...
@overload
def avg(
    expression: Expression[int, Any] | Expression[Decimal, Any],
) -> Aggregate[Decimal, Decimal | None]: ...
@overload
def avg(expression: Expression[V, Any]) -> Aggregate[V, V | None]: ...
def avg(expression: Expression[Any, Any]) -> Aggregate[Any, Any]:
    """Return the average: a Decimal for whole and exact numbers, a float for floats."""
    known = base_type(expression.type)
    kind = "double precision" if known in ("real", "double precision") else ""
    kind = "numeric" if known in ("smallint", "integer", "bigint", "numeric") else kind
    return Aggregate(Call("avg", (expression.node,)), expression.values, kind)


def min_(expression: Expression[V, R]) -> Aggregate[V, R | None]:
    """Return the smallest value; None without rows."""
    return Aggregate(
        Call("min", (expression.node,)), expression.values, expression.type, expression.read
    )


def max_(expression: Expression[V, R]) -> Aggregate[V, R | None]:
    """Return the largest value; None without rows."""
    return Aggregate(
        Call("max", (expression.node,)), expression.values, expression.type, expression.read
    )


def array_agg(expression: Expression[V, R]) -> Aggregate[list[V], list[R] | None]:
    """Collect values in an array; None without rows."""
    kind = f"{expression.type}[]" if expression.type and expression.read is None else ""
    return Aggregate(Call("array_agg", (expression.node,)), expression.values, kind)


def string_agg(expression: Expression[str, Any], separator: str) -> Aggregate[str, str | None]:
    """Join texts; None without rows."""
    between = literal(separator)
    return Aggregate(
        Call("string_agg", (expression.node, between.node)),
        (*expression.values, *between.values),
        "text",
    )


def bool_and(expression: Expression[bool, Any]) -> Aggregate[bool, bool | None]:
    """Say whether all are true; None without rows."""
    return Aggregate(Call("bool_and", (expression.node,)), expression.values, "boolean")


def bool_or(expression: Expression[bool, Any]) -> Aggregate[bool, bool | None]:
    """Say whether one is true; None without rows."""
    return Aggregate(Call("bool_or", (expression.node,)), expression.values, "boolean")


def coalesce(expression: Expression[V, Any], *others: V | Expression[V, Any]) -> Expression[V, V]:
    """Return the first value that is not NULL."""
    items = (expression, *(_like(expression, other) for other in others))
    return Expression(
        Call("coalesce", nodes(items)), collect(items), expression.type, expression.read
    )


def nullif(expression: Expression[V, R], other: V | Expression[V, Any]) -> Expression[V, R | None]:
    """Return NULL where two are equal, else the first."""
    items = (expression, _like(expression, other))
    return Expression(
        Call("nullif", nodes(items)), collect(items), expression.type, expression.read
    )


def greatest(expression: Expression[V, R], *others: V | Expression[V, Any]) -> Expression[V, R]:
    """Return the largest of several values, NULLs left out."""
    items = (expression, *(_like(expression, other) for other in others))
    return Expression(Call("greatest", nodes(items)), collect(items), expression.type)


def least(expression: Expression[V, R], *others: V | Expression[V, Any]) -> Expression[V, R]:
    """Return the smallest of several values, NULLs left out."""
    items = (expression, *(_like(expression, other) for other in others))
    return Expression(Call("least", nodes(items)), collect(items), expression.type)


def lower(expression: Expression[str, R]) -> Expression[str, R]:
    """Return a text in lower case."""
    return Expression(Call("lower", (expression.node,)), expression.values, "text")


def upper(expression: Expression[str, R]) -> Expression[str, R]:
    """Return a text in upper case."""
    return Expression(Call("upper", (expression.node,)), expression.values, "text")


def length(expression: Expression[str, Any]) -> Expression[int, Any]:
    """Return the number of a text's characters."""
    return Expression(Call("length", (expression.node,)), expression.values, "integer")


def trim(expression: Expression[str, R]) -> Expression[str, R]:
    """Return a text without the blanks around it."""
    return Expression(Call("btrim", (expression.node,)), expression.values, "text")


def absolute(expression: Expression[V, R]) -> Expression[V, R]:
    """Return a number without its sign."""
    return Expression(Call("abs", (expression.node,)), expression.values, expression.type)


def round_(expression: Expression[Decimal, R], digits: int = 0) -> Expression[Decimal, R]:
    """Round an exact number to some digits behind the point."""
    place = literal(digits)
    found = Call("round", (expression.node, place.node))
    return Expression(found, (*expression.values, *place.values), "numeric")


def now() -> Expression[dt.datetime, dt.datetime]:
    """Return when the transaction began."""
    return Expression(Call("now", ()), (), "timestamp with time zone")


def date_trunc(field: str, expression: Expression[dt.datetime, R]) -> Expression[dt.datetime, R]:
    """Cut a time off, to the beginning of its hour, day, month..."""
    if field not in _TRUNCATED:
        raise QueryError(
            f'a time cannot be cut off at "{field}"', hint=f"one of {', '.join(_TRUNCATED)}"
        )
    # As text of the statement and no parameter, so that GROUP BY sees the same expression twice.
    place = Raw((f"'{field}'",), ())
    return Expression(
        Call("date_trunc", (place, expression.node)), expression.values, expression.type
    )


def array_length(expression: Expression[list[Any], Any]) -> Expression[int, int]:
    """Return the number of an array's elements, all dimensions counted; NULL for NULL."""
    return Expression(Call("cardinality", (expression.node,)), expression.values, "integer")


def row_number() -> Expression[int, int]:
    """Return the number of each row in its window, from 1; needs ``over()``."""
    return Expression(Call("row_number", ()), (), "bigint")


def rank() -> Expression[int, int]:
    """Rank the rows of a window, with gaps behind equal ones; needs ``over()``."""
    return Expression(Call("rank", ()), (), "bigint")


def dense_rank() -> Expression[int, int]:
    """Rank the rows of a window without gaps; needs ``over()``."""
    return Expression(Call("dense_rank", ()), (), "bigint")


def lag(expression: Expression[V, R], offset: int = 1) -> Expression[V, R | None]:
    """Return the value of an earlier row of the window; needs ``over()``."""
    return _neighbour("lag", expression, offset)


def lead(expression: Expression[V, R], offset: int = 1) -> Expression[V, R | None]:
    """Return the value of a later row of the window; needs ``over()``."""
    return _neighbour("lead", expression, offset)


def first_value(expression: Expression[V, R]) -> Expression[V, R]:
    """Return the value of the first row of the window's frame; needs ``over()``."""
    return Expression(
        Call("first_value", (expression.node,)),
        expression.values,
        expression.type,
        expression.read,
    )


def last_value(expression: Expression[V, R]) -> Expression[V, R]:
    """Return the value of the last row of the window's frame; needs ``over()``."""
    return Expression(
        Call("last_value", (expression.node,)), expression.values, expression.type, expression.read
    )


def exists(query: Query[Any]) -> Condition:
    """Return the condition that a query has a row."""
    node, values = query.existence()
    return Condition(Exists(node), values)


def scalar(query: Query[tuple[R]]) -> Expression[Any, R | None]:
    """Return the only value of a query as an expression; NULL without a row."""
    node, values = query.build()
    only = query.only_output()
    return Expression(Scalar(node), values, only.type, query.only_read())


def array(query: Query[tuple[R]]) -> Expression[list[R], list[R]]:
    """Return the only column of a query as an array."""
    node, values = query.build()
    only = query.only_output()
    kind = f"{only.type}[]" if only.type and query.only_read() is None else ""
    return Expression(ArrayQuery(node), values, kind)


def row(*items: Expression[Any, Any]) -> Expression[Any, Any]:
    """Return several values as one row, to be compared with another or found in a query."""
    return Expression(RowOf(nodes(items)), collect(items))


def case(
    *whens: tuple[Expression[bool, Any], V | Expression[V, Any]],
    otherwise: V | Expression[V, Any] | None = None,
) -> Expression[V, V | None]:
    """Return the value of the first condition that holds: ``case((Users.age < 18, "minor"))``."""
    if not whens:
        raise QueryError("case() needs a pair of a condition and a value")
    pairs: list[tuple[Node, Node]] = []
    values: Values = ()
    results = [literal(value) for _, value in whens]
    for (condition, _), value in zip(whens, results, strict=True):
        pairs.append((condition.node, value.node))
        values += (*condition.values, *value.values)
    default = None if otherwise is None else literal(otherwise)
    known = {result.type for result in results}
    node = Case(tuple(pairs), None if default is None else default.node)
    return Expression(
        node,
        (*values, *(() if default is None else default.values)),
        known.pop() if len(known) == 1 else "",
    )


def raw(sql: str, *items: object, returns: str = "") -> Expression[Any, Any]:
    """Return SQL by hand; each ``{}`` in it stands for one of the items.

    An item that is no expression is a value, and is sent apart from the text. Braces are doubled
    where they mean themselves.
    """
    parts = [_unescaped(part) for part in _places(sql)]
    if len(parts) != len(items) + 1:
        raise QueryError(
            f"the SQL has {len(parts) - 1} places, and {len(items)} values are given",
            hint="{} for each value; {{ and }} for braces",
        )
    found = tuple(map(literal, items))
    return Expression(Raw(tuple(parts), nodes(found)), collect(found), returns)


def raw_condition(sql: str, *items: object) -> Condition:
    """Return a condition by hand; see ``raw``."""
    found = raw(sql, *items)
    return Condition(found.node, found.values)


def _places(sql: str) -> list[str]:
    """Cut a text at each ``{}``; a doubled brace is none."""
    parts, start, position = [], 0, 0
    while position < len(sql):
        two = sql[position : position + 2]
        if two == "{}":
            parts.append(sql[start:position])
            start = position + 2
        position += 2 if two in ("{}", "{{", "}}") else 1
    return [*parts, sql[start:]]


def _unescaped(part: str) -> str:
    return part.replace("{{", "{").replace("}}", "}")


def _like(expression: Expression[V, Any], other: object) -> Expression[Any, Any]:
    """Return a value that stands beside an expression."""
    if isinstance(other, Expression) or not expression.type:
        return literal(other)
    node, values = expression._operand(other)
    return Expression(node, values, expression.type)


def _neighbour(name: str, expression: Expression[V, Any], offset: int) -> Expression[V, Any]:
    place = literal(offset)
    return Expression(
        Call(name, (expression.node, place.node)),
        (*expression.values, *place.values),
        expression.type,
        expression.read,
    )


def _if_not_none(read: Any) -> Any:
    return None if read is None else lambda value: None if value is None else read(value)
