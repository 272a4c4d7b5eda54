"""What a table has beside columns: constraints and indexes, added and dropped by statements."""

from __future__ import annotations

from fluentorm.dialects.postgres.clauses import (
    alter_table,
    bare,
    changed_parameters,
    comment_on,
    comments,
    joined,
    names,
    parameters,
)
from fluentorm.dialects.postgres.constraints import (
    constraint_definition,
    constraint_target,
    index_key,
)
from fluentorm.schema.objects import Constraint, Index
from fluentorm.schema.qualified import quote_name, sibling
from fluentorm.schema.sql_text import quote_identifier as quote


def add_item(table: str, item: Constraint | Index) -> tuple[str, ...]:
    """Return the statements that add a constraint or an index, with its comment."""
    if isinstance(item, Index):
        return create_index(table, item)
    statement = alter_table(table, [f"ADD {constraint_definition(item)}"])
    target = constraint_target(table, item.name)
    if item.comment is None:
        return (statement,)
    return (statement, comment_on(target, item.comment))


def drop_item(table: str, item: Constraint | Index) -> str:
    """Return the statement that drops a constraint or an index."""
    if isinstance(item, Index):
        return f"DROP INDEX {quote_name(sibling(table, item.name))}"
    return alter_table(table, [f"DROP CONSTRAINT {quote(item.name)}"])


def index_target(table: str, index: str) -> str:
    """Return what COMMENT ON and ALTER call an index, which is in its table's namespace."""
    return f"INDEX {quote_name(sibling(table, index))}"


def create_index(table: str, index: Index) -> tuple[str, ...]:
    """Return the statements for a new index on a table or a materialized view."""
    target = index_target(table, index.name)
    statements = [_create_index(table, index)]
    statements += [
        f"ALTER {target} ALTER COLUMN {number} SET STATISTICS {statistics}"
        for number, statistics in index.statistics
    ]
    return (*statements, *comments([(target, index.comment)]))


def alter_index(table: str, before: Index, after: Index) -> tuple[str, ...]:
    """Return the statements that change an index's parameters and statistics targets."""
    head = f"ALTER {index_target(table, after.name)}"
    old, new = dict(before.statistics), dict(after.statistics)
    targets = [(number, -1) for number in old if number not in new]
    targets += [(number, new[number]) for number in new if old.get(number) != new[number]]
    return (
        *(f"{head} {clause}" for clause in changed_parameters(before.storage, after.storage)),
        *(f"{head} ALTER COLUMN {number} SET STATISTICS {target}" for number, target in targets),
    )


def _create_index(table: str, index: Index) -> str:
    """Return CREATE INDEX with its clauses in the grammar's order (manual, CREATE INDEX)."""
    method = "" if index.method == "btree" else f" USING {quote(index.method)}"
    keys = ", ".join(index_key(key) for key in index.keys)
    unique = "UNIQUE " if index.unique else ""
    clauses = [f"CREATE {unique}INDEX {quote(index.name)} ON {quote_name(table)}{method} ({keys})"]
    if index.include:
        clauses.append(f"INCLUDE {names(index.include)}")
    if index.nulls_not_distinct:
        clauses.append("NULLS NOT DISTINCT")
    if index.storage:
        clauses.append(f"WITH {parameters(index.storage)}")
    if index.where is not None:
        clauses.append(f"WHERE {bare(index.where)}")
    return joined(clauses)
