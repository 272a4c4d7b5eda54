"""A column as SQL: its definition, and what can only be set when it is there."""

from __future__ import annotations

from fluentorm.dialects.postgres.clauses import (
    changed_parameters,
    in_parentheses,
    operand,
)
from fluentorm.dialects.postgres.sequences import option_clauses
from fluentorm.schema.names import postgres_name
from fluentorm.schema.objects import Column, Generated, Identity, NotNull
from fluentorm.schema.qualified import bare_name, quote_name
from fluentorm.schema.sql_text import quote_identifier
from fluentorm.schema.types import split_type

USUAL_NOT_NULL = NotNull()
# Types of pg_catalog whose storage is not what their length says (pg_type.typstorage).
_MAIN = frozenset({"inet", "cidr", "numeric"})
_EXTENDED = frozenset(
    "bytea text json xml path polygon bit tsvector jsonb jsonpath int4range numrange tsrange"
    " tstzrange daterange int8range int4multirange nummultirange tsmultirange tstzmultirange"
    " datemultirange int8multirange".split()
) | {"character", "character varying", "bit varying"}


def column_definition(column: Column, *, default: str | None = None) -> str:
    """Return a column as CREATE TABLE and ADD COLUMN take it; ``default`` stands in for its own."""
    details = column.details
    parts = [quote_identifier(column.name), column.type]
    if details.compression is not None:
        parts.append(f"COMPRESSION {details.compression}")
    if column.collation is not None:
        parts.append(f"COLLATE {column.collation}")
    if not column.nullable and not_null_later(column) is None:
        parts.append(_not_null(details.not_null or USUAL_NOT_NULL))
    default = column.default if default is None else default
    if default is not None:
        parts.append(f"DEFAULT {operand(default)}")
    if column.identity is not None:
        parts.append(identity(column.identity))
    if column.generated is not None:
        parts.append(generated(column.generated))
    return " ".join(parts)


def identity(value: Identity) -> str:
    """Return the clause that makes a column an identity column."""
    options = [] if value.sequence is None else [f"SEQUENCE NAME {quote_name(value.sequence)}"]
    options += option_clauses(value.options)
    clause = f"GENERATED {'ALWAYS' if value.always else 'BY DEFAULT'} AS IDENTITY"
    return f"{clause} ({' '.join(options)})" if options else clause


def generated(value: Generated) -> str:
    """Return the clause that makes a column a generated column."""
    kind = "VIRTUAL" if value.virtual else "STORED"
    return f"GENERATED ALWAYS AS {in_parentheses(value.expression)} {kind}"


def alter(column: Column, action: str) -> str:
    """Return the clause of ALTER TABLE that does something with a column."""
    return f"ALTER COLUMN {quote_identifier(column.name)} {action}"


def later_clauses(column: Column) -> list[str]:
    """Return the clauses that follow a column's definition.

    Storage could stand in it from PostgreSQL 16.
    """
    details, clauses = column.details, []
    if details.storage is not None:
        clauses.append(alter(column, f"SET STORAGE {details.storage.upper()}"))
    if details.statistics is not None:
        clauses.append(alter(column, f"SET STATISTICS {details.statistics}"))
    clauses += [alter(column, clause) for clause in changed_parameters((), details.options)]
    later = not_null_later(column)
    return clauses if later is None else [*clauses, add_not_null(column, later)]


def changed_details(before: Column, after: Column, *, retyped: bool) -> list[str]:
    """Return the clauses for storage, compression, statistics and options.

    A change of type sets storage and compression back to those of the new type.
    """
    old, new, clauses = before.details, after.details, []
    storage, compression = (None, None) if retyped else (old.storage, old.compression)
    if storage != new.storage:
        word = (new.storage or usual_storage(after.type)).upper()
        clauses.append(alter(after, f"SET STORAGE {word}"))
    if compression != new.compression:
        clauses.append(alter(after, f"SET COMPRESSION {new.compression or 'default'}"))
    if old.statistics != new.statistics:
        number = -1 if new.statistics is None else new.statistics
        clauses.append(alter(after, f"SET STATISTICS {number}"))
    options = changed_parameters(old.options, new.options)
    return [*clauses, *(alter(after, clause) for clause in options)]


def usual_storage(column_type: str) -> str:
    """Return a type's own storage, where it is not known the word that asks the server (16)."""
    parts = split_type(column_type)
    if parts.array or parts.base in _EXTENDED:
        return "extended"
    return "main" if parts.base in _MAIN else "default"


def not_null_later(column: Column) -> NotNull | None:
    """Return a NOT NULL constraint that only ALTER TABLE can make: one that is not validated."""
    constraint = None if column.nullable else column.details.not_null
    return constraint if constraint is not None and not constraint.validated else None


def add_not_null(column: Column, constraint: NotNull) -> str:
    """Return the clause of ALTER TABLE that adds a NOT NULL constraint."""
    if constraint.name is None and constraint.validated and not constraint.no_inherit:
        return alter(column, "SET NOT NULL")
    name = "" if constraint.name is None else f"CONSTRAINT {quote_identifier(constraint.name)} "
    inherit = " NO INHERIT" if constraint.no_inherit else ""
    valid = "" if constraint.validated else " NOT VALID"
    return f"ADD {name}NOT NULL {quote_identifier(column.name)}{inherit}{valid}"


def not_null_name(table: str, column: str, constraint: NotNull | None) -> str:
    """Return what a NOT NULL constraint is called."""
    if constraint is not None and constraint.name is not None:
        return constraint.name
    return postgres_name(bare_name(table), column, "not_null")


def _not_null(constraint: NotNull) -> str:
    name = "" if constraint.name is None else f"CONSTRAINT {quote_identifier(constraint.name)} "
    return f"{name}NOT NULL{' NO INHERIT' if constraint.no_inherit else ''}"
