"""Columns whose type nothing changes (ATPrepAlterColumnType).

Those by which tables are partitioned, and those that a table inherits from several others.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from fluentorm.diff.inheritance import children_of, descendants
from fluentorm.diff.operations import AlterColumn, AlterEnum, Operation
from fluentorm.diff.partition_keys import key_columns
from fluentorm.errors import Problem
from fluentorm.schema.objects import SchemaModel, Table

_SEVERAL = 2


def key_changes(
    operations: Iterable[Operation], model: SchemaModel, remade: frozenset[str]
) -> Iterator[Problem]:
    """Say which operations would change the type of a column that is in a partition key.

    ``model`` is what changes; its ``remade`` tables are dropped.
    """
    children: dict[str, list[str]] | None = None
    for operation in operations:
        match operation:
            case AlterColumn(table=name, before=before, after=after) if before.type != after.type:
                columns = [(name, after.name)]
            case AlterEnum(uses=uses) if not operation.in_place:
                columns = [(use.table, use.column.name) for use in uses]
            case _:
                continue
        if children is None:
            children = children_of(model)
        tables = model.tables
        for name, column in columns:
            below = [tables[key] for key in (name, *descendants(children, name)) if key in tables]
            for table in below:
                if table.name not in remade and column in key_columns(table):
                    yield key_problem(table, column)
                yield from _of_several(table, column, {one.name for one in below}, tables)


def key_problem(table: Table, column: str) -> Problem:
    """Return what is said of a column of a partition key whose type would change."""
    return Problem(
        f'PostgreSQL cannot change the type of column "{column}", by which table "{table.name}" '
        "is partitioned",
        table.columns[column].origin or table.origin,
        "declare a new table and move the rows to it in a migration of your own",
    )


def _of_several(
    table: Table, column: str, changing: Container[str], tables: Mapping[str, Table]
) -> Iterator[Problem]:
    """Say of which parent a table has a column as well, that does not change with it."""
    if table.name not in changing or len(table.details.inherits) < _SEVERAL:
        return
    parents = [key for key in table.details.inherits if column in tables[key].columns]
    others = [key for key in parents if key not in changing]
    if others and len(others) < len(parents):
        yield Problem(
            f'PostgreSQL cannot change the type of column "{column}", which table "{table.name}" '
            f'inherits from "{others[0]}" too',
            table.origin,
            "let it leave that parent, and inherit again when both have the same type",
        )
