"""Columns by which tables are partitioned: nothing changes their type (ATPrepAlterColumnType)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from fluentorm.diff.expressions import mentioned
from fluentorm.diff.operations import AlterColumn, AlterEnum, Operation
from fluentorm.errors import Problem
from fluentorm.schema.objects import Table


def key_columns(table: Table) -> frozenset[str]:
    """Return the columns that tell the partition of a row; none where there are no partitions."""
    key = table.details.partition_by
    return frozenset(table.columns) & mentioned(key) if key is not None else frozenset()


def retyped_key(before: Table, after: Table) -> str | None:
    """Return a column of the partition key that gets another type or collation."""
    for name in sorted(key_columns(before)):
        old, new = before.columns[name], after.columns.get(name)
        if new is not None and (old.type, old.collation) != (new.type, new.collation):
            return name
    return None


def key_changes(
    operations: Iterable[Operation], tables: Mapping[str, Table], remade: frozenset[str]
) -> Iterator[Problem]:
    """Say which operations would change the type of a column that is in a partition key.

    ``tables`` are those that stay, but for ``remade`` ones, and change.
    """
    for operation in operations:
        match operation:
            case AlterColumn(table=name, before=before, after=after) if before.type != after.type:
                columns = [(name, after.name)]
            case AlterEnum(uses=uses) if not operation.in_place:
                columns = [(use.table, use.column.name) for use in uses]
            case _:
                continue
        for name, column in columns:
            for table in _with_partitions(name, tables):
                if table.name not in remade and column in key_columns(table):
                    yield key_problem(table, column)


def key_problem(table: Table, column: str) -> Problem:
    """Return what is said of a column of a partition key whose type would change."""
    return Problem(
        f'PostgreSQL cannot change the type of column "{column}", by which table "{table.name}" '
        "is partitioned",
        table.columns[column].origin or table.origin,
        "declare a new table and move the rows to it in a migration of your own",
    )


def _with_partitions(name: str, tables: Mapping[str, Table]) -> Iterator[Table]:
    if name not in tables:
        return
    yield tables[name]
    for table in tables.values():
        if table.details.partition_of == name:
            yield from _with_partitions(table.name, tables)
