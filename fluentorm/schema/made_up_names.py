"""Names that PostgreSQL makes up and nobody asks for."""

from __future__ import annotations

from dataclasses import replace

from fluentorm.schema.objects import Column, NotNull, Table


def without_made_up_names(table: Table, wanted: Table) -> Table:
    """Return a table without the names in its columns that ``wanted`` does not tell.

    PostgreSQL makes up those of NOT NULL constraints (from 18 on) and of an identity column's
    sequence, and keeps them when the table or the column is renamed.
    """
    columns = {
        name: _without_made_up_name(column, wanted.columns[name])
        if name in wanted.columns
        else column
        for name, column in table.columns.items()
    }
    return replace(table, columns=columns)


def _without_made_up_name(column: Column, wanted: Column) -> Column:
    asked = wanted.details.not_null
    not_null = column.details.not_null
    if not_null is not None and (asked is None or asked.name is None):
        unnamed = replace(not_null, name=None)
        told = None if unnamed == NotNull() else unnamed
        column = replace(column, details=replace(column.details, not_null=told))
    if column.identity and wanted.identity and wanted.identity.sequence is None:
        column = replace(column, identity=replace(column.identity, sequence=None))
    return column
