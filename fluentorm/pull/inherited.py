"""Columns that a partition or a child has from its parents, where it says more of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.pull.calls import Call, given
from fluentorm.pull.values import default_value, grants, parameters
from fluentorm.schema.children import Child, resolve_child

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fluentorm.schema.objects import Column, Table

_DETAILS = ("storage", "compression", "statistics")


def override_calls(
    table: Table, tables: Mapping[str, Table], labels: Mapping[str, tuple[str, ...]]
) -> Iterator[Call]:
    """Yield the calls that say where an inherited column differs from what its parents give it."""
    own = {name: c for name, c in table.columns.items() if not c.details.inherited}
    if len(own) == len(table.columns):
        return
    child = Child(replace(table, columns=own))
    above, _ = resolve_child(child, [tables[name] for name in child.parents if name in tables])
    for name, column in table.columns.items():
        plain = above.columns.get(name)
        if plain is not None and column != plain and name not in own:
            options = _options(column, plain, labels)
            if options:
                yield Call(method="alter_field", arguments={"name": name, **options})


def _options(
    column: Column, plain: Column, labels: Mapping[str, tuple[str, ...]]
) -> dict[str, object]:
    options: dict[str, object] = {}
    if column.default != plain.default:
        value = column.default
        labelled = labels.get(column.type)
        options["default"] = None if value is None else default_value(value, column.type, labelled)
    if plain.nullable and not column.nullable:
        options["nullable"] = False
    for name in _DETAILS:
        if getattr(column.details, name) != getattr(plain.details, name):
            options[name] = getattr(column.details, name)
    if column.details.options != plain.details.options:
        options["parameters"] = parameters(column.details.options)
    rest = {"grants": grants(column.details.privileges.grants), "comment": column.comment}
    return {**options, **given(rest)}
