"""What a table has beside columns: constraints and indexes, added and dropped by statements."""

from __future__ import annotations

import re

from fluentorm.dialects.postgres.clauses import (
    INDENT,
    WIDTH,
    alter_table,
    bare,
    comment_on,
    constraint_definition,
    index_key,
    names,
)
from fluentorm.schema.objects import Constraint, Index
from fluentorm.schema.sql_text import quote_identifier as quote
from fluentorm.schema.sql_text import quote_literal

_PLAIN_VALUE = re.compile(r"[A-Za-z0-9_.]+")


def add_item(table: str, item: Constraint | Index) -> tuple[str, ...]:
    """Return the statements that add a constraint or an index, with its comment."""
    if isinstance(item, Index):
        statement, target = _create_index(table, item), f"INDEX {quote(item.name)}"
    else:
        statement = alter_table(table, [f"ADD {constraint_definition(item)}"])
        target = constraint_target(table, item.name)
    if item.comment is None:
        return (statement,)
    return (statement, comment_on(target, item.comment))


def drop_item(table: str, item: Constraint | Index) -> str:
    """Return the statement that drops a constraint or an index."""
    if isinstance(item, Index):
        return f"DROP INDEX {quote(item.name)}"
    return alter_table(table, [f"DROP CONSTRAINT {quote(item.name)}"])


def constraint_target(table: str, constraint: str) -> str:
    """Return what COMMENT ON calls a constraint."""
    return f"CONSTRAINT {quote(constraint)} ON {quote(table)}"


def _create_index(table: str, index: Index) -> str:
    """Return CREATE INDEX with its clauses in the grammar's order (manual, CREATE INDEX)."""
    method = "" if index.method == "btree" else f" USING {quote(index.method)}"
    keys = ", ".join(index_key(key) for key in index.keys)
    unique = "UNIQUE " if index.unique else ""
    clauses = [f"CREATE {unique}INDEX {quote(index.name)} ON {quote(table)}{method} ({keys})"]
    if index.include:
        clauses.append(f"INCLUDE {names(index.include)}")
    if index.nulls_not_distinct:
        clauses.append("NULLS NOT DISTINCT")
    if index.storage:
        parameters = (f"{quote(name)} = {_parameter(value)}" for name, value in index.storage)
        clauses.append(f"WITH ({', '.join(parameters)})")
    if index.where is not None:
        clauses.append(f"WHERE {bare(index.where)}")
    statement = " ".join(clauses)
    return statement if len(statement) <= WIDTH else f"\n{INDENT}".join(clauses)


def _parameter(value: str) -> str:
    return value if _PLAIN_VALUE.fullmatch(value) else quote_literal(value)
