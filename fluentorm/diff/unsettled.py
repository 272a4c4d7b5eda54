"""Foreign keys that cannot outlive a change elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from fluentorm.diff.delta import TableDelta
from fluentorm.diff.families import is_concrete, keeps_foreign_key
from fluentorm.diff.persistence import in_circles
from fluentorm.diff.uses import supports_foreign_key
from fluentorm.schema.lazy import mentioning
from fluentorm.schema.objects import (
    ForeignKey,
    PrimaryKey,
    SchemaModel,
    Table,
    Unique,
)


def unsettled(
    moved: SchemaModel, deltas: Mapping[str, TableDelta], remade: frozenset[str]
) -> dict[str, set[str]]:
    """Return the foreign keys whose key is replaced, or under which a type changes, by table.

    So are those to tables that are made anew. No logged table may refer to one that is not: so are
    those that go round among tables that change this, and those of tables that stay as they are.
    """
    keys = {
        delta.name: (*delta.constraints.dropped, *delta.indexes.dropped)
        for delta in deltas.values()
        if delta.constraints.dropped or delta.indexes.dropped
    }
    retyped = {
        (delta.name, before.name): keeps_foreign_key(before.type, after.type)
        for delta in deltas.values()
        for before, after in delta.altered_columns
        if before.type != after.type
    }
    logging = {
        delta.name
        for delta in deltas.values()
        if delta.moved.details.unlogged != delta.new.details.unlogged
    }
    if not keys and not retyped and not remade and not logging:
        return {}
    found: dict[str, set[str]] = {}
    circles = in_circles(moved.tables, logging)
    names = (*keys, *remade, *logging, *(name for name, _ in retyped))
    for table in mentioning(moved.tables, *names):
        for key in table.foreign_keys:
            target = key.references_table
            replaced = any(supports_foreign_key(item, key) for item in keys.get(target, ()))
            replaced = replaced or _is_rebuilt(key, moved.tables[target], retyped)
            stays_logged = table.name not in logging and not table.details.unlogged
            if target in remade or (table.name, target) in circles:
                replaced = True
            if stays_logged and target in logging and not moved.tables[target].details.unlogged:
                replaced = True
            if replaced or not _outlives(key, table, moved.tables[target], retyped):
                found.setdefault(table.name, set()).add(key.name)
    return found


def _is_rebuilt(key: ForeignKey, target: Table, retyped: Mapping[tuple[str, str], bool]) -> bool:
    """Say whether the type of a column that a key only includes changes.

    PostgreSQL then makes the key's index anew, which it refuses while a foreign key stands on it.
    """
    return any(
        (target.name, name) in retyped
        for item in target.constraints.values()
        if isinstance(item, PrimaryKey | Unique) and supports_foreign_key(item, key)
        for name in item.include
    )


def _outlives(
    key: ForeignKey, table: Table, target: Table, retyped: Mapping[tuple[str, str], bool]
) -> bool:
    """Say whether a foreign key stands changes of types; ``retyped`` says it of each column."""
    ends = [
        *((table, name) for name in key.columns),
        *((target, name) for name in key.references_columns),
    ]
    kept = [retyped[end.name, name] for end, name in ends if (end.name, name) in retyped]
    concrete = all(is_concrete(end.columns[name].type) for end, name in ends) if kept else True
    return concrete and all(kept)
