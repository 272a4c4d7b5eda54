"""Short ways to write the models of the tests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fluentorm.diff.changes import changes
from fluentorm.diff.differ import diff
from fluentorm.schema.names import foreign_key_name, index_name, primary_key_name, unique_name
from fluentorm.schema.objects import (
    Check,
    Column,
    Constraint,
    Enum,
    ForeignKey,
    Index,
    IndexKey,
    PrimaryKey,
    SchemaModel,
    Table,
    Unique,
)


def column(name: str, type: str = "integer", **options: Any) -> Column:  # noqa: A002 - as in Column
    return Column(name=name, type=type, **options)


def table(name: str, *parts: Column | Constraint | Index, **options: Any) -> Table:
    return Table(
        name=name,
        columns={p.name: p for p in parts if isinstance(p, Column)},
        constraints={p.name: p for p in parts if not isinstance(p, Column | Index)},
        indexes={p.name: p for p in parts if isinstance(p, Index)},
        **options,
    )


def model(*parts: Table | Enum) -> SchemaModel:
    return SchemaModel(
        tables={p.name: p for p in parts if isinstance(p, Table)},
        enums={p.name: p for p in parts if isinstance(p, Enum)},
    )


def pk(owner: str, *columns: str, **options: Any) -> PrimaryKey:
    name = options.pop("name", primary_key_name(owner))
    return PrimaryKey(name=name, columns=columns or ("id",), **options)


def unique(owner: str, *columns: str, **options: Any) -> Unique:
    name = options.pop("name", unique_name(owner, columns))
    return Unique(name=name, columns=columns, **options)


def check(name: str, expression: str, **options: Any) -> Check:
    return Check(name=name, expression=expression, **options)


def fk(owner: str, local: str, target: str, reference: str = "id", **options: Any) -> ForeignKey:
    return ForeignKey(
        name=options.pop("name", foreign_key_name(owner, local.removesuffix("_id"))),
        columns=(local,),
        references_table=target,
        references_columns=(reference,),
        **options,
    )


def index(owner: str, *columns: str, **options: Any) -> Index:
    return Index(
        name=options.pop("name", index_name(owner, columns)),
        keys=tuple(IndexKey(column=name) for name in columns),
        **options,
    )


def enum(name: str, *values: str, **options: Any) -> Enum:
    return Enum(name=name, values=values, **options)


def words(operations: Iterable[object]) -> list[str]:
    """Return the names of the operations' classes."""
    return [type(operation).__name__ for operation in operations]


def slugs(old: SchemaModel, new: SchemaModel) -> list[str]:
    """Return what the migrations between two models are called."""
    return [change.slug for change in changes(diff(old, new))]
