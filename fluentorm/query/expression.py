"""Expressions: what can stand in a select list, a condition or an order, with Python's operators.

An expression is a node and the values of its parameters. Its two type parameters are the type that
it is compared with, and the type that it has in a result (which may add None).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar, overload

from fluentorm.errors import QueryError
from fluentorm.query.nodes import (
    Between,
    Binary,
    Cast,
    Element,
    Extract,
    InQuery,
    Logic,
    Node,
    Order,
    Output,
    Over,
    Param,
    Postfix,
    Prefix,
    Quantified,
    Values,
)
from fluentorm.query.values import (
    base_type,
    cast_type,
    check,
    comparable,
    element_type,
    is_json,
    is_native,
    type_of,
)

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

    from fluentorm.query.result import Query
    from fluentorm.query.window import Frame

V = TypeVar("V")
E = TypeVar("E")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)
Read = Callable[[Any], Any]
# What may be added to something, and the like.
Operand: TypeAlias = (
    "Expression[Any, Any] | int | float | Decimal | dt.date | dt.time | dt.timedelta"
)

_ESCAPES = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})
_TEXT = Param("text", True)
_INTEGERS = (("integer", 2**31), ("bigint", 2**63))
# A name, quoted or not and perhaps qualified, or several words; modifiers; an array.
_TYPE = re.compile(
    r"""(?:[A-Za-z_]\w*|"(?:[^"]|"")+")(?:(?:\.|[ ]+)(?:[A-Za-z_]\w*|"(?:[^"]|"")+"))*"""
    r"""(?:\(\d+(?:,[ ]*-?\d+)?\)(?:[ ][a-z ]+)?)?(?:\[\])*"""
)
_PARTS = frozenset(
    """
    century day decade dow doy epoch hour isodow isoyear microseconds millennium milliseconds
    minute month quarter second timezone timezone_hour timezone_minute week year
""".split()
)


class Selected(Generic[R_co]):
    """What a select list takes: it matters what it has in a result, not what it is compared with.

    It is a class of its own for type checkers, which infer better without the other parameter.
    """

    __slots__ = ()


class Expression(Selected[R_co], Generic[V, R_co]):
    """A value that the server computes; ``type`` is empty where it is not known.

    ``read`` makes what a model holds of what the driver loads, None where that is the same.
    """

    __slots__ = ("node", "read", "type", "values")
    __hash__ = object.__hash__

    def __init__(
        self, node: Node, values: Values = (), pg_type: str = "", read: Read | None = None
    ) -> None:
        self.node = node
        self.values = values
        self.type = pg_type
        self.read = read

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.describe()}>"

    def __bool__(self) -> bool:
        raise QueryError(
            "an expression is neither true nor false in Python",
            hint="combine conditions with &, | and ~, not with and, or, not and in",
        )

    def describe(self) -> str:
        """Return what errors call it."""
        return "an expression"

    # --- comparing --------------------------------------------------------------------------

    def __eq__(self, other: V | Expression[V, Any] | None) -> Condition:  # type: ignore[override]
        if other is None:
            return self.is_null()
        return self._compare("=", other)

    def __ne__(self, other: V | Expression[V, Any] | None) -> Condition:  # type: ignore[override]
        if other is None:
            return self.is_not_null()
        return self._compare("<>", other)

    def __lt__(self, other: V | Expression[V, Any]) -> Condition:
        return self._compare("<", other)

    def __le__(self, other: V | Expression[V, Any]) -> Condition:
        return self._compare("<=", other)

    def __gt__(self, other: V | Expression[V, Any]) -> Condition:
        return self._compare(">", other)

    def __ge__(self, other: V | Expression[V, Any]) -> Condition:
        return self._compare(">=", other)

    def is_null(self) -> Condition:
        """Return the condition that this is NULL."""
        return Condition(Postfix("IS NULL", self.node), self.values)

    def is_not_null(self) -> Condition:
        """Return the condition that this is not NULL."""
        return Condition(Postfix("IS NOT NULL", self.node), self.values)

    def is_distinct_from(self, other: V | Expression[V, Any] | None) -> Condition:
        """Return the condition that two values differ, where NULL equals NULL."""
        return self._compare("IS DISTINCT FROM", other)

    def is_not_distinct_from(self, other: V | Expression[V, Any] | None) -> Condition:
        """Return the condition that two values are equal, or both NULL."""
        return self._compare("IS NOT DISTINCT FROM", other)

    def in_(self, values: Iterable[V] | Query[Any]) -> Condition:
        """Return the condition that this is one of some values, or in a query's only column."""
        return self._among(values, "=", "ANY")

    def not_in(self, values: Iterable[V] | Query[Any]) -> Condition:
        """Return the condition that this is none of some values, or not in a query's column."""
        return self._among(values, "<>", "ALL")

    def between(self, low: V | Expression[V, Any], high: V | Expression[V, Any]) -> Condition:
        """Return the condition that this lies between two values, both included."""
        return self._between(low, high, negated=False)

    def not_between(self, low: V | Expression[V, Any], high: V | Expression[V, Any]) -> Condition:
        """Return the condition that this lies outside of two values."""
        return self._between(low, high, negated=True)

    # --- text -------------------------------------------------------------------------------

    def like(self: Expression[str, Any], pattern: str | Expression[str, Any]) -> Condition:
        """Match a pattern with ``%`` and ``_``."""
        return self._text("LIKE", pattern)

    def not_like(self: Expression[str, Any], pattern: str | Expression[str, Any]) -> Condition:
        """Do not match a pattern with ``%`` and ``_``."""
        return self._text("NOT LIKE", pattern)

    def ilike(self: Expression[str, Any], pattern: str | Expression[str, Any]) -> Condition:
        """Match a pattern with ``%`` and ``_``, upper and lower case alike."""
        return self._text("ILIKE", pattern)

    def not_ilike(self: Expression[str, Any], pattern: str | Expression[str, Any]) -> Condition:
        """Do not match a pattern with ``%`` and ``_``, upper and lower case alike."""
        return self._text("NOT ILIKE", pattern)

    def starts_with(self: Expression[str, Any], text: str) -> Condition:
        """Begin with a text, in which ``%`` and ``_`` mean themselves."""
        return self._text("LIKE", f"{_escaped(text)}%")

    def ends_with(self: Expression[str, Any], text: str) -> Condition:
        """End with a text, in which ``%`` and ``_`` mean themselves."""
        return self._text("LIKE", f"%{_escaped(text)}")

    def has_text(self: Expression[str, Any], text: str) -> Condition:
        """Hold a text anywhere, in which ``%`` and ``_`` mean themselves."""
        return self._text("LIKE", f"%{_escaped(text)}%")

    def matches(self: Expression[str, Any], pattern: str) -> Condition:
        """Match a regular expression (manual, 9.7.3)."""
        return self._text("~", pattern)

    def imatches(self: Expression[str, Any], pattern: str) -> Condition:
        """Match a regular expression, upper and lower case alike."""
        return self._text("~*", pattern)

    def concat(
        self: Expression[str, Any], other: str | Expression[str, Any]
    ) -> Expression[str, Any]:
        """Append a text; NULL if either is."""
        found = self._text("||", other)
        return Expression(found.node, found.values, "text")

    def search(self, words: str, config: str | None = None) -> Condition:
        """Find words as in a web search: ``"exact words" or -without`` (manual, 12.3.2).

        On a text or a tsvector; ``config`` names a text search configuration such as ``english``.
        """
        from fluentorm.query.functions import func

        configs = () if config is None else (cast_value(config, "regconfig"),)
        document: Expression[Any, Any] = self
        if base_type(self.type) != "tsvector":
            document = func("to_tsvector", *configs, self)
        query: Expression[Any, Any] = func("websearch_to_tsquery", *configs, words)
        return Condition(Binary("@@", document.node, query.node), (*document.values, *query.values))

    # --- arrays and JSON --------------------------------------------------------------------

    def contains(self, other: V | Expression[V, Any]) -> Condition:
        """Hold all elements of an array or a range, or all of a JSON document (``@>``).

        A single moment of a range is a ``literal(...)``.
        """
        return self._compare("@>", other)

    def contained_by(self, other: V | Expression[V, Any]) -> Condition:
        """Have no element beside those of an array or a range, nothing beside a JSON document's."""
        return self._compare("<@", other)

    def overlaps(self, other: V | Expression[V, Any]) -> Condition:
        """Have an element in common with an array or a range (``&&``)."""
        return self._compare("&&", other)

    def any(self: Expression[list[E], Any], value: E | Expression[E, Any]) -> Condition:
        """Have an element that equals a value."""
        element: Expression[Any, Any] = Expression(self.node, (), element_type(self.type))
        node, values = element._operand(value)
        return Condition(Quantified("=", node, "ANY", self.node), (*values, *self.values))

    def has_key(self, key: str) -> Condition:
        """Have a key in the JSON object, or a text in the JSON array."""
        return Condition(Binary("?", self._json(), _TEXT), (*self.values, key))

    def has_any_key(self, *keys: str) -> Condition:
        """Have one of some keys in the JSON object."""
        return Condition(
            Binary("?|", self._json(), Param("text[]", True)), (*self.values, list(keys))
        )

    def has_all_keys(self, *keys: str) -> Condition:
        """Have all of some keys in the JSON object."""
        return Condition(
            Binary("?&", self._json(), Param("text[]", True)), (*self.values, list(keys))
        )

    @overload
    def __getitem__(self: Expression[list[E], Any], key: int) -> Expression[E, E | None]: ...
    @overload
    def __getitem__(self, key: str | int) -> Expression[V, V | None]: ...
    def __getitem__(self, key: str | int) -> Expression[Any, Any]:
        """Return an element: of an array, from 1; of JSON, by key or from 0."""
        element = element_type(self.type)
        if element:
            index = Param("integer", True)
            return Expression(Element(self.node, index), (*self.values, key), element, self.read)
        key_type = "text" if isinstance(key, str) else "integer"
        node = Binary("->", self._json(), Param(key_type, True))
        return Expression(node, (*self.values, key), self.type)

    @property
    def text(self) -> Expression[str, str | None]:
        """The JSON value as text, a string without its quotes."""
        node = self._json()
        if isinstance(node, Binary) and node.operator == "->":
            return Expression(Binary("->>", node.left, node.right), self.values, "text")
        return Expression(Binary("#>>", node, Cast(_TEXT, "text[]")), (*self.values, "{}"), "text")

    # --- arithmetic, parts, types -----------------------------------------------------------

    def __add__(self, other: Operand) -> Expression[V, R_co]:
        return self._arithmetic("+", other)

    def __sub__(self, other: Operand) -> Expression[V, R_co]:
        return self._arithmetic("-", other)

    def __mul__(self, other: Operand) -> Expression[V, R_co]:
        return self._arithmetic("*", other)

    def __truediv__(self, other: Operand) -> Expression[V, R_co]:
        return self._arithmetic("/", other)

    def __mod__(self, other: Operand) -> Expression[V, R_co]:
        return self._arithmetic("%", other)

    def __neg__(self) -> Expression[V, R_co]:
        return Expression(Prefix("-", self.node), self.values, self.type)

    def part(self, field: str) -> Expression[Any, Any]:
        """Return a part of a date or time, such as ``year`` (manual, 9.9.1)."""
        if field.lower() not in _PARTS:
            raise QueryError(
                f'a date or time has no part "{field}"', hint=f"one of {', '.join(sorted(_PARTS))}"
            )
        return Expression(Extract(field.lower(), self.node), self.values, "numeric")

    def cast(self, pg_type: str, kind: type[R] | None = None) -> Expression[R, R | None]:
        """Return this as another PostgreSQL type; ``kind`` is what Python makes of it."""
        if not _TYPE.fullmatch(pg_type):
            raise QueryError(f'"{pg_type}" is no type', hint='such as "numeric(10,2)" or "text[]"')
        return Expression(Cast(self.node, pg_type), self.values, pg_type)

    # --- its place in a query ---------------------------------------------------------------

    def label(self, name: str) -> Label[V, R_co]:
        """Return this as a column of the result that is called ``name``."""
        return Label(self, name)

    def asc(self, nulls: str = "") -> Ordering:
        """Return this as a key of ORDER BY; ``nulls`` may be ``first`` or ``last``."""
        return Ordering(self, descending=False, nulls=nulls)

    def desc(self, nulls: str = "") -> Ordering:
        """Return this as a key of ORDER BY, largest first."""
        return Ordering(self, descending=True, nulls=nulls)

    def over(
        self,
        *,
        partition_by: Iterable[Expression[Any, Any]] = (),
        order_by: Iterable[Expression[Any, Any] | Ordering] = (),
        frame: Frame | None = None,
    ) -> Expression[V, R_co]:
        """Return this function over a window of rows instead of over a group."""
        partition = tuple(partition_by)
        order = tuple(map(ordering, order_by))
        values = (*self.values, *collect(partition), *collect(order))
        node = Over(self.node, nodes(partition), nodes(order), frame.sql if frame else "")
        return Expression(node, values, self.type, self.read)

    def output(self) -> Output:
        """Return this as a column of a result."""
        return Output(self.node, "", self.type)

    # --- how it is made ---------------------------------------------------------------------

    def _operand(self, other: object) -> tuple[Node, Values]:
        """Return what this is compared with, as a node and its values."""
        if isinstance(other, Expression):
            if self.type and other.type and not comparable(self.type, other.type):
                raise QueryError(
                    f"{self.describe()} is {self.type}, and {other.describe()} is {other.type}",
                    hint="cast one of them: .cast(...)",
                )
            return other.node, other.values
        if self.type and other is not None:
            check(other, self.type, self.describe())
        return param_for(self.type), (other,)

    def _compare(self, operator: str, other: object) -> Condition:
        if other is None and not operator.startswith("IS "):
            raise QueryError(
                f'{self.describe()} cannot be compared with None by "{operator}"',
                hint="is_null() or is_not_null()",
            )
        node, values = self._operand(other)
        return Condition(Binary(operator, self.node, node), self.values + values)

    def _between(self, low: object, high: object, *, negated: bool) -> Condition:
        low_node, low_values = self._operand(low)
        high_node, high_values = self._operand(high)
        node = Between(self.node, low_node, high_node, negated)
        return Condition(node, (*self.values, *low_values, *high_values))

    def _among(self, values: object, operator: str, quantifier: str) -> Condition:
        from fluentorm.query.result import Query

        if isinstance(values, Query):
            query, inner = values.build()
            negated = quantifier == "ALL"
            return Condition(InQuery(self.node, query, negated), (*self.values, *inner))
        if isinstance(values, str | bytes) or not isinstance(values, Iterable):
            raise QueryError(
                f"{self.describe()} cannot be in a {type(values).__name__}", hint="give it a list"
            )
        items = list(values)
        for item in items:
            if item is None:
                raise QueryError(
                    "None equals nothing, and cannot be among the values",
                    hint="add | column.is_null()",
                )
            if self.type:
                check(item, self.type, self.describe())
        param = Param(f"{self.type}[]", not is_native(self.type)) if self.type else Param()
        node = Quantified(operator, self.node, quantifier, param)
        return Condition(node, (*self.values, items))

    def _text(self, operator: str, other: object) -> Condition:
        if self.type and not comparable(self.type, "text"):
            raise QueryError(f"{self.describe()} is {self.type}, and {operator} is for texts")
        if isinstance(other, Expression):
            return Condition(Binary(operator, self.node, other.node), (*self.values, *other.values))
        check(other, "text", "a pattern")
        return Condition(Binary(operator, self.node, Param("text")), (*self.values, other))

    def _arithmetic(self, operator: str, other: object) -> Expression[V, R_co]:
        if isinstance(other, Expression):
            node, values = other.node, other.values
            known = self.type if base_type(self.type) == base_type(other.type) else ""
        else:
            if other is None or isinstance(other, str | bytes | bool):
                raise QueryError(f"{other!r} cannot be calculated with")
            node, values, known = Param(), (other,), ""
        return Expression(Binary(operator, self.node, node), (*self.values, *values), known)

    def _json(self) -> Node:
        if self.type and not is_json(self.type):
            raise QueryError(f"{self.describe()} is {self.type}, which has no keys")
        return self.node


class Condition(Expression[bool, bool]):
    """An expression that is true, false or unknown; joined by ``&``, ``|`` and ``~``."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __init__(self, node: Node, values: Values = ()) -> None:
        self.node = node
        self.values = values
        self.type = "boolean"
        self.read = None

    def __and__(self, other: Expression[bool, Any]) -> Condition:
        return all_of((self, other))

    def __or__(self, other: Expression[bool, Any]) -> Condition:
        return _joined("OR", (self, other))

    def __invert__(self) -> Condition:
        return Condition(Prefix("NOT", self.node), self.values)


class Label(Expression[V, R_co]):
    """An expression with a name in the result."""

    __slots__ = ("name",)
    __hash__ = object.__hash__

    def __init__(self, inner: Expression[V, R_co], name: str) -> None:
        super().__init__(inner.node, inner.values, inner.type, inner.read)
        if not name:
            raise QueryError("a label needs a name")
        self.name = name

    def describe(self) -> str:
        """Return what errors call it."""
        return f'"{self.name}"'

    def output(self) -> Output:
        """Return this as a column of a result."""
        return Output(self.node, self.name, self.type)


class Ordering:
    """A key of ORDER BY."""

    __slots__ = ("expression", "node", "values")

    def __init__(self, expression: Expression[Any, Any], *, descending: bool, nulls: str) -> None:
        if nulls not in ("", "first", "last"):
            raise QueryError(f'nulls cannot be "{nulls}"', hint='"first" or "last"')
        self.expression = expression
        self.node = Order(expression.node, descending, nulls.upper())
        self.values = expression.values

    def of(self, expression: Expression[Any, Any]) -> Ordering:
        """Return the same key of another expression."""
        return Ordering(expression, descending=self.node.descending, nulls=self.node.nulls.lower())


def _escaped(text: str) -> str:
    """Return a text for a pattern in which it means itself."""
    check(text, "text", "a text to look for")
    return text.translate(_ESCAPES)


def ordering(key: Expression[Any, Any] | Ordering) -> Ordering:
    """Return a key of ORDER BY, ascending where it does not say."""
    if isinstance(key, Ordering):
        return key
    if not isinstance(key, Expression):
        raise QueryError(f"{key!r} is no column or expression to order by")
    return Ordering(key, descending=False, nulls="")


def all_of(conditions: Iterable[Expression[bool, Any]]) -> Condition:
    """Return the condition that all of some hold; one or more."""
    return _joined("AND", conditions)


def any_of(*conditions: Expression[bool, Any]) -> Condition:
    """Return the condition that one of some holds; one or more."""
    if not conditions:
        raise QueryError("any_of() needs a condition")
    return _joined("OR", conditions)


def _joined(operator: str, conditions: Iterable[Expression[bool, Any]]) -> Condition:
    items: list[Node] = []
    values: Values = ()
    for condition in conditions:
        if not isinstance(condition, Expression):
            raise QueryError(
                f"{condition!r} is no condition",
                hint="compare columns of the class: Users.name == ..., not those of a row",
            )
        if condition.type not in ("", "boolean"):
            raise QueryError(
                f"{condition.describe()} is {condition.type} and no condition",
                hint="compare it with something",
            )
        node = condition.node
        if isinstance(node, Logic) and node.operator == operator:
            items += node.items
        else:
            items.append(node)
        values += condition.values
    if len(items) == 1:
        return Condition(items[0], values)
    return Condition(Logic(operator, tuple(items)), values)


def param_for(pg_type: str) -> Param:
    """Return the parameter for a value that stands against something of a type."""
    # The type of an array follows from its values, and operators want both sides to be of one type.
    return Param(pg_type, bool(element_type(pg_type)))


def cast_value(value: object, pg_type: str) -> Expression[Any, Any]:
    """Return a value as a type of PostgreSQL, for places that do not say which they take."""
    return Expression(Param(cast_type(pg_type), True), (value,), pg_type)


def literal(value: object) -> Expression[Any, Any]:
    """Return a value as an expression; a text as ``text``, which a bare parameter would not be."""
    if isinstance(value, Expression):
        return value
    if isinstance(value, str):
        return Expression(_TEXT, (value,), "text")
    if isinstance(value, int) and not isinstance(value, bool):
        # As the server reads a number: an integer, a larger type only where it must be.
        kind = next((name for name, most in _INTEGERS if -most <= value < most), "numeric")
        return Expression(Param(kind, True), (value,), kind)
    return Expression(Param(), (value,), type_of(value))


def nodes(items: Iterable[Any]) -> tuple[Node, ...]:
    """Return the nodes of some expressions."""
    return tuple(item.node for item in items)


def collect(items: Iterable[Any]) -> Values:
    """Return the values of some expressions, in order."""
    return tuple(value for item in items for value in item.values)
