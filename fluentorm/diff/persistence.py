"""The order in which tables become unlogged, or logged.

A logged table may not refer to one that is unlogged (ATPrepChangePersistence): so one that refers
becomes unlogged before what it refers to, and logged after it.
"""

from __future__ import annotations

from collections.abc import Iterable

from fluentorm.diff.delta import TableDelta


def by_persistence(tables: Iterable[TableDelta]) -> tuple[TableDelta, ...]:
    """Return deltas of tables in an order in which each can become logged or unlogged."""
    tables = tuple(tables)
    unlogged = {t.name for t in tables if t.new.details.unlogged and not t.moved.details.unlogged}
    logged = {t.name for t in tables if t.moved.details.unlogged and not t.new.details.unlogged}
    if not unlogged and not logged:
        return tables
    above: dict[str, set[str]] = {}
    for table in tables:
        for key in table.moved.foreign_keys:
            if table.name in logged and key.references_table in logged:
                above.setdefault(table.name, set()).add(key.references_table)
            elif table.name in unlogged and key.references_table in unlogged:
                above.setdefault(key.references_table, set()).add(table.name)
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
