"""The order in which tables become unlogged, or logged.

A logged table may not refer to one that is unlogged (ATPrepChangePersistence): so one that refers
becomes unlogged before what it refers to, and logged after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from fluentorm.diff.delta import TableDelta
from fluentorm.diff.graph import needed_first
from fluentorm.schema.objects import Table


def in_circles(tables: Mapping[str, Table], names: Set[str]) -> frozenset[tuple[str, str]]:
    """Return which of these tables refer to which of them and are, in the end, referred to back."""
    above = {
        name: {key.references_table for key in tables[name].foreign_keys} & names - {name}
        for name in names
    }

    def reaches(start: str, goal: str) -> bool:
        pending, seen = [start], {start}
        while pending:
            more = above[pending.pop()] - seen
            if goal in more:
                return True
            seen |= more
            pending += more
        return False

    return frozenset(
        (name, target) for name in names for target in above[name] if reaches(target, name)
    )


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
    needs = {name: sorted(others) for name, others in above.items()}
    return tuple(by_name[name] for name in needed_first(by_name, needs))
