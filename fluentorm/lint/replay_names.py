"""Renames and drops of tables over a state, and all that follows them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from fluentorm.lint.state import Attached, State

if TYPE_CHECKING:
    from collections.abc import Collection

from fluentorm.lint.replay_tables import beside


def drop_table(state: State, name: str, *, cascade: bool) -> None:
    """Remove a table and what goes with it; with CASCADE also its partitions and keys to it."""
    if state.drop("tables", name) is None:
        return
    for index in state.indexes_of(name):
        state.drop("indexes", index.name)
    for shelf in ("triggers", "policies", "sequences"):
        for key in [k for k, item in getattr(state, shelf).items() if item.table == name]:
            state.drop(shelf, key)
    for partition in state.partitions_of(name):
        drop_table(state, partition.name, cascade=cascade)
    if cascade:
        for table in list(state.tables.values()):
            kept = {n: c for n, c in table.constraints.items() if c.references != name}
            if len(kept) < len(table.constraints):
                state.put("tables", table.name, dataclasses.replace(table, constraints=kept))


def rename_column(state: State, table: str, old: str, new: str) -> None:
    """Give a column another name, in constraints and indexes too."""
    found = state.tables.get(table)
    if found is None or old not in found.columns:
        return
    columns = {
        (new if n == old else n): dataclasses.replace(c, name=new) if n == old else c
        for n, c in found.columns.items()
    }
    constraints = {
        n: dataclasses.replace(
            c,
            columns=_renamed(c.columns, old, new),
            proves=frozenset(_renamed(c.proves, old, new)),
        )
        for n, c in found.constraints.items()
    }
    state.put("tables", table, dataclasses.replace(found, columns=columns, constraints=constraints))
    for index in state.indexes_of(table):
        if old in index.columns or old in index.mentions:
            made = dataclasses.replace(
                index,
                columns=_renamed(index.columns, old, new),
                mentions=frozenset(_renamed(index.mentions, old, new)),
            )
            state.put("indexes", index.name, made)


def _renamed(names: Collection[str], old: str, new: str) -> tuple[str, ...]:
    return tuple(new if name == old else name for name in names)


def rename_constraint(state: State, table: str, old: str, new: str) -> None:
    """Give a constraint another name, and its index."""
    found = state.tables.get(table)
    held = found.constraints.get(old) if found else None
    if found is None or held is None:
        return
    constraints = {
        (new if n == old else n): dataclasses.replace(c, name=new) if n == old else c
        for n, c in found.constraints.items()
    }
    state.put("tables", table, dataclasses.replace(found, constraints=constraints))
    index = state.drop("indexes", beside(table, old))
    if index is not None:
        name = beside(table, new)
        state.put("indexes", name, dataclasses.replace(index, name=name))


def rename_relation(state: State, old: str, new: str) -> None:
    """Give a table, a view or an index another name."""
    for shelf in ("indexes", "views"):
        found = state.drop(shelf, old)
        if found is not None:
            state.put(shelf, new, dataclasses.replace(found, name=new))
            return
    table = state.drop("tables", old)
    if table is None:
        return
    state.put("tables", new, dataclasses.replace(table, name=new))
    for index in state.indexes_of(old):
        state.put("indexes", index.name, dataclasses.replace(index, table=new))
    for shelf in ("triggers", "policies"):
        for key, item in list(getattr(state, shelf).items()):
            if item.table == old:
                state.drop(shelf, key)
                made: Attached = dataclasses.replace(item, table=new)
                state.put(shelf, f"{new}.{item.name}", made)
    _follow_references(state, old, new)


def _follow_references(state: State, old: str, new: str) -> None:
    for table in list(state.tables.values()):
        changed = table
        if table.parent == old:
            changed = dataclasses.replace(changed, parent=new)
        for item in table.constraints.values():
            if item.references == old:
                changed = changed.with_constraint(dataclasses.replace(item, references=new))
        if changed is not table:
            state.put("tables", table.name, changed)


def rename_type(state: State, old: str, new: str) -> None:
    """Let the columns of a type follow its new name."""
    for table in list(state.tables.values()):
        changed = table
        for column in table.columns.values():
            if column.type.name == old:
                kind = dataclasses.replace(column.type, name=new)
                changed = changed.with_column(dataclasses.replace(column, type=kind))
        if changed is not table:
            state.put("tables", table.name, changed)
