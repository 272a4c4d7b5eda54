"""A model without the objects that patterns name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from fluentorm.schema.patterns import any_matches
from fluentorm.schema.refs import Kind, Ref

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from fluentorm.schema.objects import SchemaModel, Table
    from fluentorm.schema.patterns import Pattern

_Value = TypeVar("_Value")


def without(model: SchemaModel, patterns: Collection[Pattern]) -> SchemaModel:
    """Return a model without what the patterns name, and without what is in a table of those."""
    if not patterns:
        return model
    tables = {
        name: _table(table, patterns)
        for name, table in model.tables.items()
        if not any_matches(patterns, Ref(Kind.TABLE, name))
    }
    objects = {
        ref: item
        for ref, item in model.objects.items()
        if not any_matches(patterns, ref)
        and (ref.part is None or ref.name in tables or ref.name not in model.tables)
    }
    enums = {
        name: enum
        for name, enum in model.enums.items()
        if not any_matches(patterns, Ref(Kind.ENUM, name))
    }
    return replace(model, tables=tables, enums=enums, objects=objects)


def _table(table: Table, patterns: Collection[Pattern]) -> Table:
    return replace(
        table,
        columns=_parts(table.columns, Kind.COLUMN, table.name, patterns),
        constraints=_parts(table.constraints, Kind.CONSTRAINT, table.name, patterns),
        indexes=_parts(table.indexes, Kind.INDEX, table.name, patterns),
    )


def _parts(
    items: Mapping[str, _Value], kind: Kind, table: str, patterns: Collection[Pattern]
) -> dict[str, _Value]:
    return {
        name: item
        for name, item in items.items()
        if not any_matches(patterns, Ref(kind, table, name))
    }
