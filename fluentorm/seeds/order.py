"""Which row comes when: what others point at first; a cycle is closed afterwards, where it can be.

Rows point at others by references, and by values of foreign keys that are another row's. Tables
that need each other in a circle are ordered row by row; of a circle of rows one is written with
NULL in a column that may hold it, and filled in when the others are there.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from fluentorm.errors import Problem
from fluentorm.seeds.check import Link
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from fluentorm.schema.objects import ForeignKey, SchemaModel
    from fluentorm.seeds.check import Entry


_Group: TypeAlias = "tuple[tuple[int, int, int], str, tuple[str, ...], tuple[str, ...]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Rows of one table that are written at once, with the columns that are written.

    ``fills`` says that the rows are there, and columns are filled in that were left out.
    """

    table: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    entries: tuple[Entry, ...]
    fills: bool = False


def ordered(entries: Sequence[Entry], model: SchemaModel) -> tuple[list[Batch], list[Problem]]:
    """Return the batches that write the entries, in order; a problem for each circle that stays."""
    awaited = _awaited(entries, model)
    levels, left_out, problems = _levels(entries, awaited, model)
    if problems:
        return [], problems
    ranks = _ranks(entries, awaited, model)
    batches = list(_batches(entries, levels, left_out, ranks))
    fills: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[Entry]] = defaultdict(list)
    for entry in entries:
        if columns := left_out.get(entry.number):
            chosen = tuple(name for name in entry.cells if name in columns)
            fills[entry.table, entry.key, chosen].append(entry)
    batches += [
        Batch(table=table, key=key, columns=columns, entries=tuple(rows), fills=True)
        for (table, key, columns), rows in fills.items()
    ]
    return batches, problems


def _awaited(entries: Sequence[Entry], model: SchemaModel) -> dict[int, dict[int, set[str]]]:
    """Return what each entry waits for: numbers of others, with the columns that point there."""
    by_label = {entry.label: entry for entry in entries if entry.label is not None}
    awaited: dict[int, dict[int, set[str]]] = {entry.number: {} for entry in entries}
    for entry in entries:
        for name, cell in entry.cells.items():
            target = by_label.get(cell.label) if isinstance(cell, Link) else None
            if target is not None:
                awaited[entry.number].setdefault(target.number, set()).add(name)
    keys = [key for table in {entry.table for entry in entries} for key in _plain(table, model)]
    for table, foreign in keys:
        values = _by_values(entries, foreign)
        for entry in entries:
            if entry.table != table or not set(foreign.columns) <= set(entry.cells):
                continue
            target = values.get(tuple(entry.cells[name] for name in foreign.columns))
            if target is not None and target is not entry:
                waits = awaited[entry.number].setdefault(target.number, set())
                waits.update(foreign.columns)
    return awaited


def _plain(table: str, model: SchemaModel) -> Iterator[tuple[str, ForeignKey]]:
    """Yield the foreign keys that are checked at once: others may wait for the end."""
    for key in model.tables[table].foreign_keys:
        if not key.deferrable:
            yield table, key


def _by_values(entries: Iterable[Entry], key: ForeignKey) -> dict[tuple[object, ...], Entry]:
    return {
        tuple(entry.cells[name] for name in key.references_columns): entry
        for entry in entries
        if entry.table == key.references_table and set(key.references_columns) <= set(entry.cells)
    }


def _levels(
    entries: Sequence[Entry], awaited: Mapping[int, dict[int, set[str]]], model: SchemaModel
) -> tuple[dict[int, int], dict[int, set[str]], list[Problem]]:
    """Return when each entry is written, the columns that are left out then, and what is wrong."""
    by_number = {entry.number: entry for entry in entries}
    followers: dict[int, list[int]] = defaultdict(list)
    missing = {number: set(waits) for number, waits in awaited.items()}
    for number, waits in awaited.items():
        for other in waits:
            followers[other].append(number)
    levels: dict[int, int] = {}
    left_out: dict[int, set[str]] = {}
    ready = [number for number, waits in missing.items() if not waits]
    level = 0
    while len(levels) < len(entries):
        if not ready:
            stuck = [number for number in missing if number not in levels]
            free = _breakable(stuck, missing, awaited, by_number, model)
            if free is None:
                return levels, left_out, [_circle(stuck, missing, awaited, by_number, model)]
            left_out[free] = {name for other in missing[free] for name in awaited[free][other]}
            missing[free].clear()
            ready = [free]
        following = []
        for number in ready:
            levels[number] = level
        for number in ready:
            for other in followers[number]:
                if number in missing[other]:
                    missing[other].discard(number)
                    if not missing[other] and other not in levels:
                        following.append(other)
        ready, level = list(dict.fromkeys(following)), level + 1
    return levels, left_out, []


def _breakable(
    stuck: Iterable[int],
    missing: Mapping[int, set[int]],
    awaited: Mapping[int, dict[int, set[str]]],
    by_number: Mapping[int, Entry],
    model: SchemaModel,
) -> int | None:
    """Return the first row that can be written without what it waits for."""
    for number in stuck:
        columns = {name for other in missing[number] for name in awaited[number][other]}
        if all(_may_wait(by_number[number], name, model) for name in columns):
            return number
    return None


def _may_wait(entry: Entry, column: str, model: SchemaModel) -> bool:
    return column not in entry.key and model.tables[entry.table].columns[column].nullable


def _circle(
    stuck: Sequence[int],
    missing: Mapping[int, set[int]],
    awaited: Mapping[int, dict[int, set[str]]],
    by_number: Mapping[int, Entry],
    model: SchemaModel,
) -> Problem:
    """Return the problem of a circle, all of whose columns must have values from the start."""
    path = [stuck[0]]
    columns: list[str] = []
    while True:
        entry = by_number[path[-1]]
        other, name = next(
            (other, name)
            for other in sorted(missing[path[-1]])
            for name in sorted(awaited[path[-1]][other])
            if not _may_wait(entry, name, model)
        )
        columns.append(f"{entry.table}.{name}")
        if other in path:
            start = path.index(other)
            path, columns = [*path[start:], other], columns[start:]
            break
        path.append(other)
    shown = " -> ".join(_shown(by_number[number]) for number in path)
    return Problem(
        f"these rows need each other in a circle: {shown}",
        by_number[path[0]].place,
        f"let one of these columns take null, or its foreign key wait: {', '.join(columns)}",
    )


def _shown(entry: Entry) -> str:
    if entry.label is not None:
        return ".".join(entry.label)
    return f"{entry.table} at {entry.place}"


def _batches(
    entries: Sequence[Entry],
    levels: Mapping[int, int],
    left_out: Mapping[int, set[str]],
    ranks: Mapping[str, tuple[int, int]],
) -> Iterator[Batch]:
    """Put rows of one level, table, key and set of columns together, in the order of the tables.

    Levels matter only among tables that need each other in a circle.
    """
    groups: dict[_Group, list[Entry]] = {}
    for entry in entries:
        without = left_out.get(entry.number, set())
        columns = tuple(sorted(name for name in entry.cells if name not in without))
        circle, place = ranks[entry.table]
        order = (circle, levels[entry.number], place)
        groups.setdefault((order, entry.table, entry.key, columns), []).append(entry)
    for group in sorted(groups, key=lambda group: group[0]):
        _, table, key, columns = group
        yield Batch(table=table, key=key, columns=columns, entries=tuple(groups[group]))


def _ranks(
    entries: Sequence[Entry], awaited: Mapping[int, dict[int, set[str]]], model: SchemaModel
) -> dict[str, tuple[int, int]]:
    """Return the place of each table: that of its circle, and its own; needed ones come first."""
    tables = list(dict.fromkeys(entry.table for entry in entries))
    by_number = {entry.number: entry.table for entry in entries}
    needs: dict[str, set[str]] = {
        name: {key.references_table for key in model.tables[name].foreign_keys} & set(tables)
        for name in tables
    }
    for number, waits in awaited.items():
        needs[by_number[number]].update(by_number[other] for other in waits)
    reached = {name: _reached(name, needs) for name in tables}
    # Whoever reaches another that does not reach it reaches more, and comes later.
    inside = {name: reached[name] | {name} for name in tables}
    names = sorted(tables, key=lambda name: len(inside[name]))
    circles = {
        name: next(n for n, other in enumerate(names) if inside[other] == inside[name])
        for name in names
    }
    return {name: (circles[name], place) for place, name in enumerate(names)}


def _reached(name: str, needs: Mapping[str, Collection[str]]) -> set[str]:
    """Return all that a table needs, however far away."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for other in needs[waiting.pop()]:
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found
