"""Publications and extended statistics as statements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.clauses import (
    changed_comment,
    comments,
    in_parentheses,
    joined,
    names,
)
from fluentorm.schema.qualified import quote_name
from fluentorm.schema.sql_text import quote_identifier as quote
from fluentorm.schema.sql_text import quote_literal

if TYPE_CHECKING:
    from fluentorm.schema.database_objects import Publication, PublishedTable, Statistics

# What a publication does when it does not say (manual, CREATE PUBLICATION).
_USUAL = {
    "publish": "insert, update, delete, truncate",
    "publish_via_partition_root": "false",
    "publish_generated_columns": "none",
}


def create_publication(publication: Publication) -> tuple[str, ...]:
    """Return the statements for a new publication."""
    target = f"PUBLICATION {quote(publication.name)}"
    parts = [f"CREATE {target}"]
    if publication.all_tables:
        parts.append("FOR ALL TABLES")
    elif members := _members(publication.tables, publication.namespaces):
        parts.append(f"FOR {members}")
    if publication.options:
        parts.append(f"WITH ({', '.join(_option(n, v) for n, v in publication.options)})")
    return (joined(parts), *comments([(target, publication.comment)]))


def alter_publication(before: Publication, after: Publication) -> tuple[str, ...]:
    """Return the statements that change what a publication publishes."""
    target = f"PUBLICATION {quote(after.name)}"
    old, new = dict(before.options), dict(after.options)
    options = {name: new.get(name) or _USUAL.get(name, "") for name in (*old, *new)}
    changed = (_option(n, v) for n, v in options.items() if old.get(n) != new.get(n))
    statements = list(_changed_members(target, before, after))
    if text := ", ".join(changed):
        statements.append(f"ALTER {target} SET ({text})")
    return (*statements, *changed_comment(target, before.comment, after.comment))


def create_statistics(statistics: Statistics) -> tuple[str, ...]:
    """Return the statements for a new statistics object."""
    target = f"STATISTICS {quote_name(statistics.name)}"
    kinds = f" ({', '.join(statistics.kinds)})" if statistics.kinds else ""
    columns = ", ".join(statistics.columns)
    parts = [f"CREATE {target}{kinds}", f"ON {columns}", f"FROM {quote_name(statistics.table)}"]
    return (
        joined(parts),
        *_statistics_target(statistics, None),
        *comments([(target, statistics.comment)]),
    )


def alter_statistics(before: Statistics, after: Statistics) -> tuple[str, ...]:
    """Return the statements that change the target of a statistics object."""
    target = f"STATISTICS {quote_name(after.name)}"
    return (
        *_statistics_target(after, before.target),
        *changed_comment(target, before.comment, after.comment),
    )


def _changed_members(target: str, before: Publication, after: Publication) -> Iterable[str]:
    """Add and drop; where a table's columns or filter change, the list is set as a whole."""
    old, new = {t.table: t for t in before.tables}, {t.table: t for t in after.tables}
    if any(name in old and old[name] != table for name, table in new.items()):
        yield f"ALTER {target} SET {_members(after.tables, after.namespaces)}"
        return
    added = [table for table in after.tables if table.table not in old]
    gone = [_name(table) for table in before.tables if table.table not in new]
    new_namespaces = [name for name in after.namespaces if name not in before.namespaces]
    old_namespaces = [quote(n) for n in before.namespaces if n not in after.namespaces]
    if gone:
        yield f"ALTER {target} DROP TABLE {', '.join(gone)}"
    if old_namespaces:
        yield f"ALTER {target} DROP TABLES IN SCHEMA {', '.join(old_namespaces)}"
    if added or new_namespaces:
        yield f"ALTER {target} ADD {_members(added, new_namespaces)}"


def _members(tables: Iterable[PublishedTable], namespaces: Iterable[str]) -> str:
    parts = []
    if listed := ", ".join(_published(table) for table in tables):
        parts.append(f"TABLE {listed}")
    if listed := ", ".join(quote(name) for name in namespaces):
        parts.append(f"TABLES IN SCHEMA {listed}")
    return ", ".join(parts)


def _published(table: PublishedTable) -> str:
    columns = f" {names(table.columns)}" if table.columns else ""
    where = "" if table.where is None else f" WHERE {in_parentheses(table.where)}"
    return f"{_name(table)}{columns}{where}"


def _name(table: PublishedTable) -> str:
    return f"{'ONLY ' if table.only else ''}{quote_name(table.table)}"


def _option(name: str, value: str) -> str:
    return f"{quote(name)} = {quote_literal(value) if name == 'publish' else value}"


def _statistics_target(statistics: Statistics, before: int | None) -> tuple[str, ...]:
    if statistics.target == before:
        return ()
    number = -1 if statistics.target is None else statistics.target
    return (f"ALTER STATISTICS {quote_name(statistics.name)} SET STATISTICS {number}",)
