"""Partition bounds as conditions: what a CHECK must say so that ATTACH need not look at rows.

The server asks whether the CHECK constraints imply the partition constraint (manual, 5.12.2.2).
Here it is enough that each of its conditions stands among those of the CHECKs, in one spelling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.parsing import Node, expression_text, word
from fluentorm.lint.nodes import columns_in, conjuncts

if TYPE_CHECKING:
    from collections.abc import Sequence

_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "="}


def clauses(node: Node) -> frozenset[str]:
    """Return the parts of a condition that AND joins, each in one spelling."""
    return frozenset(text for part in conjuncts(node) for text in _spelled(part))


def _spelled(node: Node) -> list[str]:
    if node.WhichOneof("node") != "a_expr":
        return [_plain(node)]
    expression = node.a_expr
    kind = word(expression, "kind")
    if kind == "AEXPR_BETWEEN":
        low, high = expression.rexpr.list.items
        column = _plain(expression.lexpr)
        return [f"{column} >= {_constant(low)}", f"{column} <= {_constant(high)}"]
    if kind == "AEXPR_IN" and expression.name[0].string.sval == "=":
        values = sorted(_constant(item) for item in expression.rexpr.list.items)
        column = _plain(expression.lexpr)
        return [f"{column} = {values[0]}" if len(values) == 1 else f"{column} in {values}"]
    operator = expression.name[-1].string.sval if expression.name else ""
    if kind == "AEXPR_OP_ANY" and operator == "=" and (values := _array(expression.rexpr)):
        column = _plain(expression.lexpr)
        return [f"{column} = {values[0]}" if len(values) == 1 else f"{column} in {values}"]
    if kind != "AEXPR_OP" or operator not in _FLIPPED:
        return [_plain(node)]
    left, right = expression.lexpr, expression.rexpr
    if columns_in(right) and not columns_in(left):
        left, right, operator = right, left, _FLIPPED[operator]
    return [f"{_plain(left)} {operator} {_constant(right)}"]


def _array(node: Node) -> list[str]:
    """Return the sorted elements of an array that is written out; none of any other expression."""
    while node.WhichOneof("node") == "type_cast":
        node = node.type_cast.arg
    if node.WhichOneof("node") != "a_array_expr":
        return []
    return sorted(_constant(item) for item in node.a_array_expr.elements)


def negations(node: Node) -> tuple[frozenset[str], ...]:
    """Return the conditions of which a check says that they never all hold: ``NOT (a AND b)``."""
    return tuple(
        clauses(part.bool_expr.args[0])
        for part in conjuncts(node)
        if part.WhichOneof("node") == "bool_expr" and word(part.bool_expr, "boolop") == "NOT_EXPR"
    )


def _plain(node: Node) -> str:
    return expression_text(node).strip()


def _constant(node: Node) -> str:
    """Return a constant without the type that it is cast to: a bound has none."""
    while node.WhichOneof("node") == "type_cast":
        node = node.type_cast.arg
    return _plain(node)


def bound_clauses(bound: Node, keys: Sequence[str]) -> frozenset[str] | None:
    """Return the conditions that rows of a partition fulfil, without those on NULL.

    None for bounds that cannot be said as a few conditions: hashes, several columns, expressions.
    """
    if bound.is_default or len(keys) != 1 or not keys[0]:
        return None
    (column,) = keys
    if bound.strategy == "l":
        values = sorted(_constant(item) for item in bound.listdatums)
        said = f"{column} = {values[0]}" if len(values) == 1 else f"{column} in {values}"
        return frozenset((said,))
    if bound.strategy != "r":
        return None
    found = set()
    for operator, datums in ((">=", bound.lowerdatums), ("<", bound.upperdatums)):
        datum = datums[0]
        if datum.WhichOneof("node") == "column_ref":  # MINVALUE and MAXVALUE come as names
            continue
        found.add(f"{column} {operator} {_constant(datum)}")
    return frozenset(found)
