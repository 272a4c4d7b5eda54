"""The SQL of each shape of query, made once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fluentorm.dialects.postgres.query.statements import Compiled, compile_statement

if TYPE_CHECKING:
    from fluentorm.query.nodes import Node
    from fluentorm.query.result import Query

# Shapes come from code, of which there is an end; from loops that build ever new ones there is not.
_MOST = 10_000
_known: dict[Node, Compiled] = {}


def compiled(node: Node) -> Compiled:
    """Return the SQL of a shape."""
    found = _known.get(node)
    if found is None:
        if len(_known) >= _MOST:
            _known.clear()
        found = _known[node] = compile_statement(node)
    return found


def build_sql(query: Query[Any]) -> tuple[str, list[object]]:
    """Return a query's SQL, with ``$1``, ``$2``... for its values, and the values."""
    node, values = query.build()
    found = compiled(node)
    return found.sql, [values[place] for place in found.order]
