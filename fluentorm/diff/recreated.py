"""Generated columns that no ALTER can change: they are dropped and added."""

from __future__ import annotations

from collections.abc import Callable

from fluentorm.diff.inheritance import parents
from fluentorm.schema.database_objects import Publication
from fluentorm.schema.objects import (
    Check,
    Column,
    SchemaModel,
    Table,
)
from fluentorm.schema.qualified import namespace_of
from fluentorm.values import dataclass

NEWEST = 180000
"""The newest server that is known, as it tells its version."""

_SETS_EXPRESSIONS = 170000


@dataclass(frozen=True, slots=True, kw_only=True)
class Able:
    """What decides whether an ALTER is possible: the server's version, and who else is there."""

    version: int
    published: bool


def published(moved: SchemaModel, new: SchemaModel) -> Callable[[str], bool]:
    """Return whether a table is published, before or after, alone or with its namespace."""
    items = [*moved.objects.values(), *new.objects.values()]
    feeds = [item for item in items if isinstance(item, Publication)]
    tables = {table.table for feed in feeds for table in feed.tables}
    spaces = {space for feed in feeds for space in feed.namespaces}
    every = any(feed.all_tables for feed in feeds)

    def is_published(name: str) -> bool:
        above = parents(moved.tables[name]) if feeds and name in moved.tables else ()
        return (
            every or name in tables or namespace_of(name) in spaces or any(map(is_published, above))
        )

    return is_published


def recreated_columns(moved: Table, new: Table, able: Able) -> set[str]:
    """Return the columns of a table on both sides that have to be made anew."""
    keys = (*moved.constraints.values(), *new.constraints.values())
    checked = any(isinstance(key, Check) for key in keys)
    return {
        name
        for name, column in new.columns.items()
        if name in moved.columns
        and not column.details.inherited
        and _is_recreated(moved.columns[name], column, able, checked=checked)
    }


def _is_recreated(before: Column, after: Column, able: Able, *, checked: bool) -> bool:
    """Say whether a column becomes another kind of generated one, which no ALTER can do.

    What was stored as generated may become a plain column (DROP EXPRESSION), and the expression
    may change (SET EXPRESSION, PostgreSQL 17); that of a virtual column only where its table is not
    published and has no check (``ATExecSetExpression`` in ``tablecmds.c``).
    """
    if before.generated is None or after.generated is None:
        virtual = before.generated is not None and before.generated.virtual
        return after.generated is not None or virtual
    if before.generated == after.generated:
        return False
    if before.generated.virtual != after.generated.virtual:
        return True
    if after.generated.virtual:  # where there is one, the server is new enough
        return able.published or checked
    return able.version < _SETS_EXPRESSIONS
