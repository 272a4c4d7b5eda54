"""A model whose columns have the types under their domains.

A cast to a domain cuts off what is too long, where the assignment of its own type refuses it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.schema.database_objects import Domain
from fluentorm.schema.qualified import key_of

if TYPE_CHECKING:
    from fluentorm.schema.objects import SchemaModel


def without_domains(model: SchemaModel) -> SchemaModel:
    """Return the model with every domain of a column replaced by what it is over."""
    under = {one.name: one.type for one in model.objects.values() if isinstance(one, Domain)}
    if not under:
        return model

    def resolved(name: str) -> str:
        while (key := key_of(name)) in under:
            name = under[key]
        return name

    tables = {
        name: replace(
            table,
            columns={
                column.name: replace(column, type=resolved(column.type))
                for column in table.columns.values()
            },
        )
        for name, table in model.tables.items()
    }
    return replace(model, tables=tables)
