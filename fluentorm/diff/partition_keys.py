"""Columns by which tables are partitioned: nothing changes their type (ATPrepAlterColumnType)."""

from __future__ import annotations

from fluentorm.diff.expressions import mentioned
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
