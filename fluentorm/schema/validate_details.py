"""What is wrong with partitions, inheritance, and what a table says of its own indexes."""

from __future__ import annotations

from collections.abc import Iterator

from fluentorm.errors import Place, Problem
from fluentorm.schema.nearest import Nearest
from fluentorm.schema.objects import Exclusion, PrimaryKey, SchemaModel, Table, Unique
from fluentorm.schema.partition_names import ancestors
from fluentorm.schema.tokens import mentioned


def detail_problems(table: Table, model: SchemaModel, nearest: Nearest) -> Iterator[Problem]:
    """Say what is wrong with a table's details, with the help of its parents."""
    place, details = table.origin, table.details
    what = f'table "{table.name}"'
    if details.partition_of is not None:
        yield from _partition_problems(table, model, place)
        yield from _name_problems(table, model, nearest)
    if details.inherits and (details.partition_of or details.partition_by):
        text = f"{what} inherits from others, and is partitioned or a partition"
        yield Problem(text, place, "a table can be one of the two")
    for parent in details.inherits:
        above = model.tables.get(parent)
        if above is not None and (above.details.partition_by or above.details.partition_of):
            text = f'{what} inherits from "{parent}", which is partitioned or a partition'
            yield Problem(text, place, f'use t.partition_of("{parent}", ...)')
    if table.unmanaged_partitions is not None and details.partition_by is None:
        yield Problem(f"{what} has unmanaged_partitions, but is not partitioned", place)
    if details.partition_by is not None:
        yield from _partitioned_problems(table, place)
    indexes = (*table.indexes, *_key_names(table))
    for said, index in (
        ("replica_identity", details.replica_identity_index),
        ("cluster_on", details.cluster_on),
    ):
        # Those that a partition has of its parent's have names that PostgreSQL makes up.
        if index is not None and index not in indexes and details.partition_of is None:
            text = f'{said} of {what} names index "{index}", which the table does not have'
            yield Problem(text, place, nearest.hint(index, indexes))


def _partition_problems(table: Table, model: SchemaModel, place: Place | None) -> Iterator[Problem]:
    parent = table.details.partition_of or ""
    above = model.tables.get(parent)
    if above is not None and above.details.partition_by is None:
        yield Problem(
            f'table "{table.name}" is a partition of table "{parent}", which is not partitioned',
            place,
            f'add t.partition_by("range", ["..."]) to table "{parent}"',
        )


def _name_problems(table: Table, model: SchemaModel, nearest: Nearest) -> Iterator[Problem]:
    """Say which parts an attached partition gives names to that none of its parents has."""
    above = list(ancestors(table, model.tables))
    if not above:
        return
    parts = {name for t in above for name in (*_key_names(t), *t.indexes)}
    for name, _ in table.details.attached or ():
        if name not in parts:
            text = f'partition "{table.name}" names its part of "{name}", which no parent has'
            yield Problem(text, table.origin, nearest.hint(name, parts))


def _partitioned_problems(table: Table, place: Place | None) -> Iterator[Problem]:
    """Say which unique keys lack columns of the partition key (manual, 5.12.2.3)."""
    text = table.details.partition_by or ""
    columns = mentioned(text.partition("(")[2]) & table.columns.keys()
    for key in table.constraints.values():
        if isinstance(key, PrimaryKey | Unique) and not columns <= set(key.columns):
            missing = ", ".join(f'"{name}"' for name in sorted(columns - set(key.columns)))
            yield Problem(
                f'"{key.name}" of partitioned table "{table.name}" must have the columns '
                f"of the partition key: {missing} is missing",
                key.origin or place,
                "add it, or make the key unique in each partition",
            )
    if table.details.unlogged:
        text = f'table "{table.name}" is partitioned and unlogged'
        yield Problem(text, place, "say t.unlogged() of its partitions")


def _key_names(table: Table) -> Iterator[str]:
    for key in table.constraints.values():
        if isinstance(key, PrimaryKey | Unique | Exclusion):
            yield key.name
