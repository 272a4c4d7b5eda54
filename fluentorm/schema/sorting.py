"""A model with everything in the order of its name, so that equal models read the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fluentorm.schema.objects import SchemaModel, Table

_Key = TypeVar("_Key", bound=Any)
_Value = TypeVar("_Value")


def sorted_model(model: SchemaModel) -> SchemaModel:
    """Return an equal model whose objects are in the order of their names; columns stay."""
    return replace(
        model,
        tables={name: _table(table) for name, table in _sorted(model.tables).items()},
        enums=_sorted(model.enums),
        objects=_sorted(model.objects),
    )


def _table(table: Table) -> Table:
    return replace(table, constraints=_sorted(table.constraints), indexes=_sorted(table.indexes))


def _sorted(items: Mapping[_Key, _Value]) -> dict[_Key, _Value]:
    return {key: items[key] for key in sorted(items, key=_by_name)}


def _by_name(key: Any) -> tuple[str, str, str]:
    return ("", key, "") if isinstance(key, str) else (key.kind, key.name, key.part or "")
