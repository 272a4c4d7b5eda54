"""Changes of an enum type as statements.

PostgreSQL adds values in place and renames them, but neither removes nor reorders them: for that
the type is replaced by a new one of the same name, and its columns go over by their text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.builtin import type_name
from fluentorm.dialects.postgres.clauses import alter_table, bare, changed_comment, comments, listed
from fluentorm.dialects.postgres.columns import add_column
from fluentorm.dialects.postgres.items import add_item, drop_item
from fluentorm.dialects.postgres.privileges import changed_privileges, granted
from fluentorm.diff.operations import AddColumn, AlterEnum, EnumUse
from fluentorm.schema.names import default_name
from fluentorm.schema.objects import Enum
from fluentorm.schema.privileges import NO_PRIVILEGES, Privileges
from fluentorm.schema.qualified import bare_name, sibling
from fluentorm.schema.refs import OBJECT_TYPES
from fluentorm.schema.sql_text import quote_identifier, quote_literal

if TYPE_CHECKING:
    from fluentorm.schema.database_objects import DatabaseObject


def create_enum(enum: Enum, given: Privileges = NO_PRIVILEGES) -> tuple[str, ...]:
    """Return the statements for a new enum type, one value a line where they are many."""
    target = f"TYPE {type_name(enum.name)}"
    values = (quote_literal(value) for value in enum.values)
    return (
        listed(f"CREATE {target} AS ENUM (", values),
        *comments([(target, enum.comment)]),
        *granted(target, enum.privileges, given),
    )


def alter_enum(operation: AlterEnum) -> tuple[str, ...]:
    """Return the statements that bring an enum's values to the new list."""
    before, after = operation.before, operation.after
    if not operation.in_place:
        return _swap(operation)
    statements = _add_values(before, after)
    target = f"TYPE {type_name(after.name)}"
    return (
        *statements,
        *changed_comment(target, before.comment, after.comment),
        *changed_privileges(target, before.privileges, after.privileges),
    )


def set_enum_privileges(enum: str, before: Privileges, after: Privileges) -> tuple[str, ...]:
    """Return the statements that change who may use an enum type."""
    return changed_privileges(f"TYPE {type_name(enum)}", before, after)


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
        head = f"ALTER TYPE {type_name(after.name)} ADD VALUE"
        statements.append(f"{head} {quote_literal(value)}{place}")
    return statements


def _swap(operation: AlterEnum) -> tuple[str, ...]:
    """Replace the type; what compares its values knows only the old one, and makes room.

    Of types that are made of it the columns hold text meanwhile, when nothing reads them any more.
    """
    after, dependents = operation.after, operation.dependents
    name, temporary = type_name(after.name), default_name(bare_name(after.name), "_old")
    old = type_name(sibling(after.name, temporary))
    types = [n for n, item in enumerate(operation.objects, 1) if item.ref.kind in OBJECT_TYPES]
    given = operation.given_objects or (NO_PRIVILEGES,) * len(operation.objects)
    objects = tuple(zip(operation.objects, given, strict=True))
    lower, upper = objects[: max(types, default=0)], objects[max(types, default=0) :]
    return (
        *_aside(upper),
        *(drop_item(dependent.table, dependent.item) for dependent in dependents),
        *(_as_text(use) for use in operation.through),
        *_aside(lower),
        *(_drop_generated(use) for use in operation.generated),
        f"ALTER TYPE {name} RENAME TO {quote_identifier(temporary)}",
        *create_enum(after, operation.given),
        *(_move(use) for use in operation.uses),
        *(_set_default(use) for use in operation.defaults),
        f"DROP TYPE {old}",
        *(s for use in reversed(operation.generated) for s in _add_generated(use)),
        *_back(lower),
        *(_from_text(use) for use in operation.through),
        *(s for d in reversed(dependents) for s in add_item(d.table, d.item)),
        *_back(upper),
    )


def _as_text(use: EnumUse) -> str:
    name = quote_identifier(use.column.name)
    default = [f"ALTER COLUMN {name} DROP DEFAULT"] if use.column.default is not None else []
    return alter_table(use.table, [*default, f"ALTER COLUMN {name} TYPE text USING {name}::text"])


def _from_text(use: EnumUse) -> str:
    column, name = use.column, quote_identifier(use.column.name)
    clauses = [f"ALTER COLUMN {name} TYPE {column.type} USING {name}::{column.type}"]
    if column.default is not None:
        clauses.append(f"ALTER COLUMN {name} SET DEFAULT {bare(column.default)}")
    return alter_table(use.table, clauses)


def _aside(items: Sequence[tuple[DatabaseObject, Privileges]]) -> Iterable[str]:
    if items:
        from fluentorm.dialects.postgres.objects import drop_object

        for item, _ in reversed(items):
            yield from drop_object(item)


def _back(items: Sequence[tuple[DatabaseObject, Privileges]]) -> Iterable[str]:
    if items:
        from fluentorm.dialects.postgres.objects import create_object

        for item, given in items:
            yield from create_object(item, given)


def _drop_generated(use: EnumUse) -> str:
    return alter_table(use.table, [f"DROP COLUMN {quote_identifier(use.column.name)}"])


def _add_generated(use: EnumUse) -> tuple[str, ...]:
    return add_column(AddColumn(table=use.table, column=use.column))


def _set_default(use: EnumUse) -> str:
    """Let a default mean the new type of the same name."""
    name, default = quote_identifier(use.column.name), bare(use.column.default or "")
    return alter_table(use.table, [f"ALTER COLUMN {name} SET DEFAULT {default}"])


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
