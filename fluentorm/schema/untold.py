"""What a database has beside what was asked for, and nobody can tell it otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from fluentorm.schema.objects import Check, Column, Constraint, NotNull, Table

if TYPE_CHECKING:
    from fluentorm.schema.database_objects import DatabaseObject


def without_untold(table: Table, wanted: Table, tables: Mapping[str, Table]) -> Table:
    """Return a table without what it has that ``wanted``, one of ``tables``, does not tell.

    PostgreSQL makes up the names of NOT NULL constraints (from 18 on) and of an identity column's
    sequence, and keeps them when the table or the column is renamed. A child's column is its own,
    too, where the child had it before the parent (``pg_attribute.attislocal``), and nothing
    changes that while the parent has it. The same is true of its checks
    (``pg_constraint.conislocal``): PostgreSQL lets a table inherit only with those of its parents.
    """
    columns = {
        name: _without_untold(column, wanted.columns[name]) if name in wanted.columns else column
        for name, column in table.columns.items()
    }
    constraints = table.constraints
    if table.details.inherits and table.details.inherits == wanted.details.inherits:
        constraints = {
            name: item
            for name, item in constraints.items()
            if name in wanted.constraints or not _is_of_parent(item, wanted, tables)
        }
    return replace(table, columns=columns, constraints=constraints)


def _is_of_parent(item: Constraint, table: Table, tables: Mapping[str, Table]) -> bool:
    """Say whether a constraint is a check that a table has of one that it inherits from."""
    if not isinstance(item, Check):
        return False
    for key in table.details.inherits:
        parent = tables.get(key)
        if parent is None:
            continue
        found = parent.constraints.get(item.name)
        if isinstance(found, Check) and not found.no_inherit:
            return replace(found, comment=None) == replace(item, comment=None)
        if _is_of_parent(item, parent, tables):
            return True
    return False


def object_without_untold(item: DatabaseObject, wanted: DatabaseObject) -> DatabaseObject:
    """Return an object without a name that ``wanted`` does not tell: a domain's NOT NULL (17)."""
    # By its field, so that the kinds are not imported where there are none.
    if getattr(item, "not_null_name", None) is None or item.ref != wanted.ref:
        return item
    told = getattr(wanted, "not_null_name", None)
    return item if told is not None else replace(cast("Any", item), not_null_name=None)


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
