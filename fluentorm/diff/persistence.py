"""The order in which tables become unlogged, or logged.

A logged table may not refer to one that is unlogged (ATPrepChangePersistence): so one that refers
becomes unlogged before what it refers to, and logged after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fluentorm.diff.delta import TableDelta


def by_persistence(tables: Iterable[TableDelta]) -> tuple[TableDelta, ...]:
    """Return deltas of tables in an order in which each can become logged or unlogged."""
    tables = tuple(tables)
    above = _above(tables)
    if not above:
        return tables
    by_name = {table.name: table for table in tables}
    found: dict[str, TableDelta] = {}

    def visit(table: TableDelta, path: frozenset[str]) -> None:
        for name in sorted(above.get(table.name, ())):
            if name not in found and name not in path:
                visit(by_name[name], path | {table.name})
        found.setdefault(table.name, table)

    for table in tables:
        visit(table, frozenset())
    return tuple(found.values())


def entangled(tables: Iterable[TableDelta]) -> frozenset[tuple[str, str]]:
    """Return the pairs of tables, both ways, that no order helps: each has to go first."""
    above = _above(tables)
    reach = {name: _reached(name, above) for name in above}
    return frozenset(
        pair
        for name, others in above.items()
        for other in others
        if name in reach.get(other, ())
        for pair in ((name, other), (other, name))
    )


def _above(tables: Iterable[TableDelta]) -> dict[str, set[str]]:
    """Return, by table, the others that have to change before it."""
    tables = tuple(tables)
    unlogged = {t.name for t in tables if t.new.details.unlogged and not t.moved.details.unlogged}
    logged = {t.name for t in tables if t.moved.details.unlogged and not t.new.details.unlogged}
    above: dict[str, set[str]] = {}
    for table in tables if unlogged or logged else ():
        for key in table.moved.foreign_keys:
            target = key.references_table
            if target == table.name:
                continue
            if table.name in logged and target in logged:
                above.setdefault(table.name, set()).add(target)
            elif table.name in unlogged and target in unlogged:
                above.setdefault(target, set()).add(table.name)
    return above


def _reached(name: str, above: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    pending = [name]
    while pending:
        for other in above.get(pending.pop(), ()):
            if other not in found:
                found.add(other)
                pending.append(other)
    return found
