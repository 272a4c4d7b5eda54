"""Changes of an enum type as statements.

PostgreSQL adds values in place and renames them, but neither removes nor reorders them: for that
the type is replaced by a new one of the same name, and its columns go over by their text.
"""

from __future__ import annotations

from fluentorm.dialects.postgres.clauses import INDENT, WIDTH, alter_table, bare, comment_on
from fluentorm.dialects.postgres.items import add_item, drop_item
from fluentorm.diff.operations import AlterEnum, EnumUse
from fluentorm.schema.names import default_name
from fluentorm.schema.objects import Enum
from fluentorm.schema.sql_text import quote_identifier, quote_literal


def create_enum(enum: Enum) -> tuple[str, ...]:
    """Return the statements for a new enum type, one value a line where they are many."""
    head = f"CREATE TYPE {quote_identifier(enum.name)} AS ENUM ("
    values = [quote_literal(value) for value in enum.values]
    line = head + ", ".join(values) + ")"
    if len(line) > WIDTH:
        line = f"{head}\n{INDENT}" + f",\n{INDENT}".join(values) + "\n)"
    return (line, *_comment(enum))


def alter_enum(operation: AlterEnum) -> tuple[str, ...]:
    """Return the statements that bring an enum's values to the new list."""
    before, after = operation.before, operation.after
    if not operation.in_place:
        return _swap(operation)
    statements = _add_values(before, after)
    if before.comment != after.comment:
        statements.append(comment_on(f"TYPE {quote_identifier(after.name)}", after.comment))
    return tuple(statements)


def _add_values(before: Enum, after: Enum) -> list[str]:
    """Add values in their new order, each beside one that exists by then."""
    statements = []
    for position, value in enumerate(after.values):
        if value in before.values:
            continue
        place = ""
        if position:
            place = f" AFTER {quote_literal(after.values[position - 1])}"
        elif before.values:
            place = f" BEFORE {quote_literal(before.values[0])}"
        head = f"ALTER TYPE {quote_identifier(after.name)} ADD VALUE"
        statements.append(f"{head} {quote_literal(value)}{place}")
    return statements


def _swap(operation: AlterEnum) -> tuple[str, ...]:
    """Replace the type; what compares its values knows only the old one, and makes room."""
    after, dependents = operation.after, operation.dependents
    name = quote_identifier(after.name)
    old = quote_identifier(default_name(after.name, "_old"))
    return (
        *(drop_item(dependent.table, dependent.item) for dependent in dependents),
        f"ALTER TYPE {name} RENAME TO {old}",
        *create_enum(after),
        *(_move(use) for use in operation.uses),
        f"DROP TYPE {old}",
        *(s for d in reversed(dependents) for s in add_item(d.table, d.item)),
    )


def _move(use: EnumUse) -> str:
    """Take a column to the new type of the same name; no cast leads from enum to enum."""
    column = use.column
    name = quote_identifier(column.name)
    text = "text[]" if column.type.endswith("[]") else "text"
    clauses = [f"ALTER COLUMN {name} TYPE {column.type} USING {name}::{text}::{column.type}"]
    if column.default is not None:
        clauses.insert(0, f"ALTER COLUMN {name} DROP DEFAULT")
        clauses.append(f"ALTER COLUMN {name} SET DEFAULT {bare(column.default)}")
    return alter_table(use.table, clauses)


def _comment(enum: Enum) -> tuple[str, ...]:
    if enum.comment is None:
        return ()
    return (comment_on(f"TYPE {quote_identifier(enum.name)}", enum.comment),)
