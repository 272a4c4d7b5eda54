"""What a database has beside what was asked for, and nobody can tell it otherwise."""

from __future__ import annotations

from dataclasses import replace

from fluentorm.schema.objects import Column, NotNull, Table


def without_untold(table: Table, wanted: Table) -> Table:
    """Return a table without what its columns have that ``wanted`` does not tell.

    PostgreSQL makes up the names of NOT NULL constraints (from 18 on) and of an identity column's
    sequence, and keeps them when the table or the column is renamed. A child's column is its own,
    too, where the child had it before the parent (``pg_attribute.attislocal``), and nothing
    changes that while the parent has it.
    """
    columns = {
        name: _without_untold(column, wanted.columns[name]) if name in wanted.columns else column
        for name, column in table.columns.items()
    }
    return replace(table, columns=columns)


def _without_untold(column: Column, wanted: Column) -> Column:
    asked = wanted.details.not_null
    not_null = column.details.not_null
    if not_null is not None and (asked is None or asked.name is None):
        unnamed = replace(not_null, name=None)
        told = None if unnamed == NotNull() else unnamed
        column = replace(column, details=replace(column.details, not_null=told))
    if column.details.inherited != wanted.details.inherited:
        details = replace(column.details, inherited=wanted.details.inherited)
        column = replace(column, details=details)
    if column.identity and wanted.identity and wanted.identity.sequence is None:
        column = replace(column, identity=replace(column.identity, sequence=None))
    return column
