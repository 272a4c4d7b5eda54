"""Views and materialized views as statements, with their columns' attributes and indexes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.clauses import (
    bare,
    changed_comment,
    changed_parameters,
    closed,
    comments,
    names,
    parameters,
    qualified,
)
from fluentorm.dialects.postgres.items import alter_index, create_index, drop_item, index_target
from fluentorm.dialects.postgres.privileges import (
    changed_column_privileges,
    changed_privileges,
    granted,
    left_of,
)
from fluentorm.dialects.postgres.steady import steady
from fluentorm.schema.database_objects import MaterializedView, View, ViewColumn
from fluentorm.schema.privileges import NO_PRIVILEGES
from fluentorm.schema.qualified import quote_name
from fluentorm.schema.sql_text import quote_identifier as quote

if TYPE_CHECKING:
    from fluentorm.schema.objects import Index
    from fluentorm.schema.privileges import Privileges


def create_view(view: View, given: Privileges) -> tuple[str, ...]:
    """Return the statements for a new view."""
    target = f"VIEW {quote_name(view.name)}"
    return (
        _view(view, "CREATE"),
        *_column_defaults(target, (), view.columns),
        *comments([(target, view.comment)]),
        *_column_comments(view.name, (), view.columns),
        *_privileges(view, None, given),
    )


def alter_view(before: View, after: View) -> tuple[str, ...]:
    """Return the statements that change a view in place; its columns only grow in number."""
    target, statements = f"VIEW {quote_name(after.name)}", []
    if (before.query, before.names) != (after.query, after.names):
        statements.append(_view(after, "CREATE OR REPLACE"))
    else:
        options = changed_parameters(before.options, after.options)
        statements += [f"ALTER {target} {clause}" for clause in options]
    return (
        *statements,
        *_column_defaults(target, before.columns, after.columns),
        *changed_comment(target, before.comment, after.comment),
        *_column_comments(after.name, before.columns, after.columns),
        *_privileges(after, before),
    )


def create_materialized_view(view: MaterializedView, given: Privileges) -> tuple[str, ...]:
    """Return the statements for a new materialized view."""
    target = f"MATERIALIZED VIEW {quote_name(view.name)}"
    head = f"CREATE {target}"
    if view.names:
        head += f" {names(view.names)}"
    if view.storage:
        head += f" WITH {parameters(view.storage)}"
    query = closed(view.query) if view.populated else f"{steady(view.query)}\nWITH NO DATA"
    return (
        f"{head} AS\n{query}",
        *_column_statistics(target, (), view.columns),
        *(statement for index in view.indexes for statement in create_index(view.name, index)),
        *_changed_cluster(target, None, view.cluster_on),
        *comments([(target, view.comment)]),
        *_column_comments(view.name, (), view.columns),
        *_privileges(view, None, given),
    )


def alter_materialized_view(before: MaterializedView, after: MaterializedView) -> tuple[str, ...]:
    """Return the statements that change a materialized view, all but its query."""
    target = f"MATERIALIZED VIEW {quote_name(after.name)}"
    statements = [
        f"ALTER {target} {clause}" for clause in changed_parameters(before.storage, after.storage)
    ]
    statements += _column_statistics(target, before.columns, after.columns)
    if before.populated != after.populated:
        data = "" if after.populated else " WITH NO DATA"
        statements.append(f"REFRESH {target}{data}")
    kept = {index.name for index in before.indexes if index in after.indexes}
    cluster = before.cluster_on if before.cluster_on in kept else None  # goes with its index
    return (
        *statements,
        *_changed_indexes(after.name, before.indexes, after.indexes),
        *_changed_cluster(target, cluster, after.cluster_on),
        *changed_comment(target, before.comment, after.comment),
        *_column_comments(after.name, before.columns, after.columns),
        *_privileges(after, before),
    )


def _view(view: View, verb: str) -> str:
    head = f"{verb} VIEW {quote_name(view.name)}"
    if view.names:
        head += f" {names(view.names)}"
    if view.options:
        head += f" WITH {parameters(view.options)}"
    return f"{head} AS\n{closed(view.query)}"


def _changed_cluster(target: str, before: str | None, after: str | None) -> tuple[str, ...]:
    if before == after:
        return ()
    how = "SET WITHOUT CLUSTER" if after is None else f"CLUSTER ON {quote(after)}"
    return (f"ALTER {target} {how}",)


def _changed_indexes(view: str, before: Iterable[Index], after: Iterable[Index]) -> Iterable[str]:
    """Drop what goes first, so that a name is free for what comes."""
    old, new = {index.name: index for index in before}, {index.name: index for index in after}
    kept = {name for name in new if name in old and _is_altered(old[name], new[name])}
    for name, index in old.items():
        if name not in kept:
            yield drop_item(view, index)
    for name, index in new.items():
        if name not in kept:
            yield from create_index(view, index)
            continue
        yield from alter_index(view, old[name], index)
        yield from changed_comment(index_target(view, name), old[name].comment, index.comment)


def _is_altered(before: Index, after: Index) -> bool:
    """Say whether an index stays, with other parameters at most."""
    return before == replace(
        after, storage=before.storage, statistics=before.statistics, comment=before.comment
    )


def _by_name(columns: Iterable[ViewColumn]) -> dict[str, ViewColumn]:
    return {column.name: column for column in columns}


def _pairs(
    before: Iterable[ViewColumn], after: Iterable[ViewColumn]
) -> Iterable[tuple[ViewColumn, ViewColumn]]:
    """Return the columns that say something on either side, with what they say."""
    old, new = _by_name(before), _by_name(after)
    for name in dict.fromkeys((*old, *new)):
        yield old.get(name, ViewColumn(name=name)), new.get(name, ViewColumn(name=name))


def _column_defaults(
    target: str, before: Iterable[ViewColumn], after: Iterable[ViewColumn]
) -> Iterable[str]:
    for old, new in _pairs(before, after):
        if old.default != new.default:
            default = new.default
            action = "DROP DEFAULT" if default is None else f"SET DEFAULT {bare(default)}"
            yield f"ALTER {target} ALTER COLUMN {quote(new.name)} {action}"


def _column_statistics(
    target: str, before: Iterable[ViewColumn], after: Iterable[ViewColumn]
) -> Iterable[str]:
    for old, new in _pairs(before, after):
        if old.statistics != new.statistics:
            number = -1 if new.statistics is None else new.statistics
            yield f"ALTER {target} ALTER COLUMN {quote(new.name)} SET STATISTICS {number}"


def _column_comments(
    view: str, before: Iterable[ViewColumn], after: Iterable[ViewColumn]
) -> Iterable[str]:
    for old, new in _pairs(before, after):
        yield from changed_comment(f"COLUMN {qualified(view, new.name)}", old.comment, new.comment)


def _privileges(
    after: View | MaterializedView,
    before: View | MaterializedView | None,
    given: Privileges = NO_PRIVILEGES,
) -> tuple[str, ...]:
    """GRANT calls a view a table. What is revoked of it is revoked of its columns too."""
    target = f"TABLE {quote_name(after.name)}"
    if before is None:
        columns = {c.name: (NO_PRIVILEGES, c.privileges) for c in after.columns}
        return (
            *granted(target, after.privileges, given),
            *changed_column_privileges(target, columns),
        )
    statements = changed_privileges(target, before.privileges, after.privileges)
    changes = {
        new.name: (left_of(old.privileges, before.privileges, after.privileges), new.privileges)
        for old, new in _pairs(before.columns, after.columns)
    }
    return (*statements, *changed_column_privileges(target, changes))
