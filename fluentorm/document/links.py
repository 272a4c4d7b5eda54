"""The lines of a diagram: which table's rows refer to which other table's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.schema.objects import PrimaryKey, Unique
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from fluentorm.schema.objects import ForeignKey, SchemaModel, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Rows of ``table`` refer to rows of ``target``; the columns are of one length.

    ``unique`` says that no two rows refer to the same one, ``optional`` that a row may refer to
    none.
    """

    name: str
    table: str
    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]
    unique: bool = False
    optional: bool = False


def links_of(model: SchemaModel) -> tuple[Link, ...]:
    """Return the links between the tables of a model, in the order of declaration."""
    return tuple(
        _link(table, key)
        for table in model.tables.values()
        for key in table.foreign_keys
        if key.references_table in model.tables
    )


def _link(table: Table, key: ForeignKey) -> Link:
    return Link(
        name=key.name,
        table=table.name,
        columns=key.columns,
        target=key.references_table,
        target_columns=key.references_columns,
        unique=_is_unique(table, key.columns),
        optional=any(table.columns[column].nullable for column in key.columns),
    )


def _is_unique(table: Table, columns: tuple[str, ...]) -> bool:
    """Say whether values of these columns come once: a key or a whole unique index says so."""
    wanted = set(columns)
    keys = [c for c in table.constraints.values() if isinstance(c, PrimaryKey | Unique)]
    if any(set(key.columns) <= wanted for key in keys):
        return True
    return any(
        index.unique
        and index.where is None
        and len(index.columns) == len(index.keys)
        and set(index.columns) <= wanted
        for index in table.indexes.values()
    )
