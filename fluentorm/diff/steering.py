"""What steers a migration without being state, carried from a declared model to another of it.

A server that reprints a schema knows nothing of declared renames, conversions and backfills, nor
of the places in files.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fluentorm.schema.objects import SchemaModel, Table

_STEERING = (
    "renamed_from",
    "renamed_values",
    "using",
    "backfill",
    "blocking_ok",
    "steering",
    "origin",
)
_Value = TypeVar("_Value")


def with_steering(model: SchemaModel, declared: SchemaModel) -> SchemaModel:
    """Return ``model`` with the steering and the places that the same objects have in another."""
    return replace(
        model,
        tables={
            name: _table(table, declared.tables[name]) if name in declared.tables else table
            for name, table in model.tables.items()
        },
        enums=_all(model.enums, declared.enums),
        objects=_all(model.objects, declared.objects),
    )


def _table(table: Table, declared: Table) -> Table:
    return replace(
        _steered(table, declared),
        columns=_all(table.columns, declared.columns),
        constraints=_all(table.constraints, declared.constraints),
        indexes=_all(table.indexes, declared.indexes),
        unmanaged_partitions=declared.unmanaged_partitions,
    )


def _all(items: Mapping[Any, _Value], declared: Mapping[Any, _Value]) -> dict[Any, _Value]:
    return {
        key: _steered(item, declared[key]) if key in declared else item
        for key, item in items.items()
    }


def _steered(item: _Value, declared: _Value) -> _Value:
    named = [field.name for field in fields(item) if field.name in _STEERING]  # type: ignore[arg-type]  # all are dataclasses
    changes = {name: getattr(declared, name) for name in named if hasattr(declared, name)}
    return replace(item, **changes)  # type: ignore[type-var]  # the same
