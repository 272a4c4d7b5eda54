"""Operations on columns as statements: adding one, altering one.

A column's changes go into one ALTER TABLE where PostgreSQL lets them, so that the table is
rewritten and scanned once; rows are filled between two of them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from fluentorm.dialects.postgres.clauses import (
    INDENT,
    alter_table,
    bare,
    changed_comment,
    comments,
    in_parentheses,
    operand,
    qualified,
)
from fluentorm.dialects.postgres.column_clauses import (
    USUAL_NOT_NULL,
    add_not_null,
    alter,
    changed_details,
    column_definition,
    identity,
    later_clauses,
    not_null_later,
    not_null_name,
)
from fluentorm.dialects.postgres.constraints import constraint_target
from fluentorm.dialects.postgres.fillers import SEQUENCE, Numbering, filler, numbering
from fluentorm.dialects.postgres.items import add_item, drop_item
from fluentorm.dialects.postgres.privileges import (
    changed_column_privileges,
    changed_privileges,
)
from fluentorm.dialects.postgres.sequences import changed_options, first_number, limits, narrowed
from fluentorm.dialects.postgres.types import conversion
from fluentorm.diff.operations import WRAPPER, AddColumn, AlterColumn
from fluentorm.schema.names import postgres_name
from fluentorm.schema.objects import DEFAULT_SEQUENCE, Column, Identity
from fluentorm.schema.privileges import NO_PRIVILEGES, Privileges
from fluentorm.schema.qualified import bare_name, quote_name, sibling
from fluentorm.schema.sql_text import quote_identifier, quote_literal
from fluentorm.schema.type_rules import IDENTITY_TYPES
from fluentorm.schema.types import split_type

_NEXT_VALUE = re.compile(r"nextval\('((?:[^']|'')+)'(?:::regclass)?\)", re.IGNORECASE)
_NUMBERS = frozenset({*IDENTITY_TYPES, "numeric", "real", "double precision"})
# What finds the last number in use, and where a sequence ends: one that counts up, or down.
_ENDS = {False: ("max", "seqmax"), True: ("min", "seqmin")}
_LITERAL = re.compile(r"E?'(?:[^']|'')*'")


def add_column(operation: AddColumn) -> tuple[str, ...]:
    """Return the statements that add a column, fill it and tighten it."""
    table, column = operation.table, operation.column
    numbered = numbers(operation)
    if numbered is not None:
        statements = _add_with_numbers(table, column, numbered.expression)
    elif stand_in(operation) is not None:
        statements = _add_with_filler(table, column, stand_in(operation))
    elif column.backfill is not None and column.identity is None and not _refills(operation):
        statements = _add_and_fill(table, column, column.backfill)
        if (sequence := _numbering_sequence(column)) is not None:
            statements.append(_continue_sequence(table, column, sequence, descending=False))
    else:
        statements = [alter_table(table, [f"ADD COLUMN {column_definition(column)}"])]
    if later := later_clauses(column):
        statements.append(alter_table(table, later))
    privileges = {column.name: (NO_PRIVILEGES, column.details.privileges)}
    return (
        *statements,
        *column_comments(table, column),
        *changed_column_privileges(f"TABLE {quote_name(table)}", privileges),
        *changed_sequence_privileges(table, None, column, operation.given_sequences),
    )


def column_comments(table: str, column: Column) -> tuple[str, ...]:
    """Return the statements for a new column's comments."""
    targets = [(f"COLUMN {qualified(table, column.name)}", column.comment)]
    constraint = column.details.not_null
    if constraint is not None and not column.nullable:
        name = not_null_name(table, column.name, constraint)
        targets.append((constraint_target(table, name), constraint.comment))
    return comments(targets)


def stand_in(operation: AddColumn) -> str | None:
    """Return what the rows get in a column that comes back NOT NULL and without a default."""
    if not _lacks_values(operation):
        return None
    return filler(operation.column.type) or _literal(operation.column.backfill)


def numbers(operation: AddColumn) -> Numbering | None:
    """Return how each row gets another value, where such a column comes back with a key."""
    if not operation.keyed or not _lacks_values(operation):
        return None
    return numbering(operation.column.type)


def _lacks_values(operation: AddColumn) -> bool:
    column = operation.column
    made = column.default or column.identity or column.generated
    return operation.restores and not (column.nullable or made)


def _literal(expression: str | None) -> str | None:
    return expression if expression and _LITERAL.fullmatch(expression) else None


def _refills(operation: AddColumn) -> bool:
    """Say whether a column that comes back has something better than its backfill.

    The backfill was written for the table of its day, and may name columns that are gone.
    """
    column = operation.column
    return operation.restores and (column.nullable or column.default is not None)


def _add_with_numbers(table: str, column: Column, expression: str) -> list[str]:
    """Give each row a number by a default, as the table is written anew: no trigger sees that."""
    return [
        f"CREATE TEMPORARY SEQUENCE {SEQUENCE}",
        *_add_with_filler(table, column, expression),
        f"DROP SEQUENCE pg_temp.{SEQUENCE}",
    ]


def _add_with_filler(table: str, column: Column, value: str | None) -> list[str]:
    definition = column_definition(column, default=value)
    return [
        alter_table(table, [f"ADD COLUMN {definition}"]),
        alter_table(table, [alter(column, "DROP DEFAULT")]),
    ]


def _add_and_fill(table: str, column: Column, backfill: str) -> list[str]:
    """Fill before the default is set: rows would have it already, and stay as they are."""
    empty = replace(column, nullable=True, default=None)
    clauses = []
    if column.default is not None:
        clauses.append(alter(column, f"SET DEFAULT {bare(column.default)}"))
    if not column.nullable and not_null_later(column) is None:
        clauses.append(add_not_null(column, column.details.not_null or USUAL_NOT_NULL))
    add = alter_table(table, [f"ADD COLUMN {column_definition(empty)}"])
    return [add, *_fill_and_alter(_fill(table, column, backfill), table, clauses)]


def alter_column(operation: AlterColumn) -> tuple[str, ...]:
    """Return the statements that turn one column into another; comments are set by SetComment."""
    table, before, after = operation.table, operation.before, operation.after
    if before.generated is None and after.generated is not None:
        return _made_anew(operation)
    privileges = {after.name: (before.details.privileges, after.details.privileges)}
    wrapped = operation.wrapped and after.type != "text"
    return (
        *([f"CREATE TYPE {WRAPPER} AS (value {after.type})"] if wrapped else []),
        *_alter_definition(operation),
        *([f"DROP TYPE {WRAPPER}"] if wrapped else []),
        *_alter_not_null(operation),
        *changed_column_privileges(f"TABLE {quote_name(table)}", privileges),
        *changed_sequence_privileges(table, before, after, operation.given_sequences),
    )


def _made_anew(operation: AlterColumn) -> tuple[str, ...]:
    """Make a generated column of a plain one: the way back of DROP EXPRESSION."""
    table, column = operation.table, operation.after
    return (
        *(drop_item(table, item) for item in operation.items),
        alter_table(table, [f"DROP COLUMN {quote_identifier(column.name)}"]),
        *add_column(AddColumn(table=table, column=column)),
        *(line for item in reversed(operation.items) for line in add_item(table, item)),
    )


def _alter_definition(operation: AlterColumn) -> tuple[str, ...]:
    table, before, after = operation.table, operation.before, operation.after
    first, last = [*_loosen(before, after), *_retype(before, after)], _tighten(before, after)
    gains_identity = after.identity is not None and before.identity is None
    steps = [[*first, *last]]
    if before.type != after.type and before.identity is not None and after.identity is None:
        steps = [[first[0]], [*first[1:], *last]]  # only an integer may have one
    elif before.type != after.type and gains_identity:
        steps = [first, last]
    statements = [alter_table(table, clauses) for clauses in steps if clauses]
    if after.backfill is not None and fills(operation):
        statements = [alter_table(table, first)] if first else []
        statements += _fill_and_alter(_fill(table, after, after.backfill), table, last)
    if after.identity is not None and before.identity is None:
        statements.append(_continue_numbers(table, after, after.identity))
    elif after.identity is not None and before.identity is not None:
        statements = [*_identity_into_range(table, before, after), *statements]
        statements += _identity_sequence(table, after, before.identity, after.identity)
    sequence = _numbering_sequence(after)
    if sequence is not None and sequence != _numbering_sequence(before):
        down = sequence in operation.descending
        statements.append(_continue_sequence(table, after, sequence, descending=down))
    return tuple(statements)


def fills(operation: AlterColumn) -> bool:
    """Say whether the change fills NULLs before it forbids them."""
    before, after = operation.before, operation.after
    return after.backfill is not None and before.nullable and not after.nullable


def is_retyped(before: Column, after: Column) -> bool:
    """Say whether the change needs ALTER COLUMN ... TYPE."""
    return (before.type, before.collation) != (after.type, after.collation)


def _loosen(before: Column, after: Column) -> list[str]:
    """Take away what stands in the way of the rest."""
    clauses = []
    if before.identity is not None and after.identity is None:
        clauses.append(alter(after, "DROP IDENTITY"))
    if before.generated is not None and after.generated is None:
        clauses.append(alter(after, "DROP EXPRESSION"))
    if after.nullable and not before.nullable:
        clauses.append(alter(after, "DROP NOT NULL"))
    # A type change keeps a default in the old type's spelling, or refuses to cast it; the manual
    # (ALTER TABLE, examples) drops it and sets it again in one statement.
    retyped = before.type != after.type
    if before.default is not None and (retyped or after.default is None):
        clauses.append(alter(after, "DROP DEFAULT"))
    return clauses


def _retype(before: Column, after: Column) -> list[str]:
    clauses = []
    if is_retyped(before, after):
        collation = "" if after.collation is None else f" COLLATE {after.collation}"
        clauses.append(alter(after, f"TYPE {after.type}{collation}{_using(before, after)}"))
    changed = before.type != after.type or before.default != after.default
    if after.default is not None and changed:
        clauses.append(alter(after, f"SET DEFAULT {bare(after.default)}"))
    old, new = before.generated, after.generated
    if old is not None and new is not None and old.expression != new.expression:
        clauses.append(alter(after, f"SET EXPRESSION AS {in_parentheses(new.expression)}"))
    return [*clauses, *changed_details(before, after, retyped=is_retyped(before, after))]


def _using(before: Column, after: Column) -> str:
    """Return the USING clause where there is one; a generated column is computed anyway."""
    if before.type == after.type or before.generated is not None:
        return ""
    using = after.using or conversion(quote_identifier(after.name), before.type, after.type)
    return f" USING {bare(using)}" if using else ""


def _tighten(before: Column, after: Column) -> list[str]:
    clauses = []
    if before.nullable and not after.nullable:
        clauses.append(add_not_null(after, after.details.not_null or USUAL_NOT_NULL))
    old, new = before.identity, after.identity
    if new is not None and old is None:
        clauses.append(alter(after, f"ADD {identity(new)}"))
    elif new is not None and old is not None:
        actions = []
        if old.always != new.always:
            actions.append(f"SET GENERATED {'ALWAYS' if new.always else 'BY DEFAULT'}")
        changes = changed_options(old.options, new.options, after.type)
        actions += [f"SET {clause}" for clause in changes]
        clauses += [alter(after, " ".join(actions))] if actions else []
    return clauses


def _alter_not_null(operation: AlterColumn) -> tuple[str, ...]:
    """Return the statements for a NOT NULL constraint that stays (PostgreSQL 18)."""
    table, before, after = operation.table, operation.before, operation.after
    if after.nullable:
        return ()
    new = after.details.not_null or USUAL_NOT_NULL
    old = USUAL_NOT_NULL if before.nullable else before.details.not_null or USUAL_NOT_NULL
    old_name = not_null_name(table, before.name, old)
    name, statements = not_null_name(table, after.name, new), []
    made_anew = not before.nullable and old.validated and not new.validated
    if made_anew:
        drop = f"DROP CONSTRAINT {quote_identifier(old_name)}"
        statements.append(alter_table(table, [drop, add_not_null(after, new)]))
    elif not before.nullable:
        if old_name != name:
            names = f"{quote_identifier(old_name)} TO {quote_identifier(name)}"
            rename = alter_table(table, [f"RENAME CONSTRAINT {names}"])
            statements += _apart(operation, old_name, rename, name) if operation.apart else [rename]
        if old.no_inherit != new.no_inherit:
            inherit = "NO INHERIT" if new.no_inherit else "INHERIT"
            clause = f"ALTER CONSTRAINT {quote_identifier(name)} {inherit}"
            statements.append(alter_table(table, [clause]))
            statements += _loosen_below(operation) if new.no_inherit else []
        if not old.validated and new.validated:
            clause = f"VALIDATE CONSTRAINT {quote_identifier(name)}"
            statements.append(alter_table(table, [clause]))
    had = None if before.nullable or made_anew else old.comment
    return (*statements, *changed_comment(constraint_target(table, name), had, new.comment))


def _apart(operation: AlterColumn, old_name: str, rename: str, name: str) -> list[str]:
    """Rename a constraint that children have under other names: they part, and meet again."""
    apart = f"ALTER CONSTRAINT {quote_identifier(old_name)} NO INHERIT"
    again = f"ALTER CONSTRAINT {quote_identifier(name)} INHERIT"
    return [
        alter_table(operation.table, [apart]),
        *_loosen_below(operation),
        rename,
        alter_table(operation.table, [again]),
    ]


def _loosen_below(operation: AlterColumn) -> list[str]:
    """Take the constraints of children away that were the table's own."""
    clause = alter(operation.after, "DROP NOT NULL")
    return [alter_table(child, [clause]) for child in operation.below]


def _fill_and_alter(fill: str, table: str, clauses: list[str]) -> list[str]:
    """Fill rows and change the table then, which waits for no deferred check of those rows.

    PostgreSQL refuses that ("has pending trigger events") where a deferred foreign key or a
    constraint trigger has still to look at them; the rows tell whether it does, so no proof.
    """
    if not clauses:
        return [fill]
    return [fill, "SET CONSTRAINTS ALL IMMEDIATE", alter_table(table, clauses)]


def _fill(table: str, column: Column, expression: str) -> str:
    name = quote_identifier(column.name)
    assignment = f"{name} = {operand(expression)}"
    return " ".join(["UPDATE", quote_name(table), "SET", assignment, f"WHERE {name} IS NULL"])


def _continue_numbers(table: str, column: Column, value: Identity) -> str:
    """Let a new identity go on behind the last number in use; from its start where there is none.

    pg_get_serial_sequence() parses its first argument as a name, and takes the second as it is
    (manual, 9.27).
    """
    name, start = quote_identifier(column.name), first_number(value.options, column.type)
    owner = quote_literal(quote_name(table))
    sequence = f"pg_get_serial_sequence({owner}, {quote_literal(column.name)})"
    if value.options.increment > 0:
        last, used = (
            f"greatest(max({name}), {start})",
            f"coalesce(max({name}) > {start - 1}, false)",
        )
    else:
        last, used = f"least(min({name}), {start})", f"coalesce(min({name}) < {start + 1}, false)"
    arguments = f",\n{INDENT}".join([sequence, last, used])
    return f"SELECT setval(\n{INDENT}{arguments}\n) " + f"FROM {quote_name(table)}"


def _numbering_sequence(column: Column) -> str | None:
    """Return the name of the sequence that a column of numbers has its default from, as SQL."""
    found = _NEXT_VALUE.fullmatch((column.default or "").strip())
    if found is None or split_type(column.type).base not in _NUMBERS:
        return None
    return found[1].replace("''", "'")


def _continue_sequence(table: str, column: Column, sequence: str, *, descending: bool) -> str:
    """Let a sequence go on behind the last number in use: never back, nor beyond its end.

    HAVING leaves out the row, and so the call, where there is nothing to do.
    """
    given, (greatest, limit) = quote_literal(sequence), _ENDS[descending]
    last = f"{greatest}({quote_identifier(column.name)})"
    number = last if column.type in IDENTITY_TYPES else f"{last}::bigint"
    position = f"(SELECT last_value FROM {sequence})"  # noqa: S608 - a name, quoted by its author
    end = f"(SELECT {limit} FROM pg_sequence WHERE seqrelid = {given}::regclass)"  # noqa: S608
    call = " ".join([f"SELECT setval({given}, {number})", "FROM", quote_name(table)])
    low, high = (end, position) if descending else (position, end)
    return f"{call}\nHAVING {last} BETWEEN {low}\n{INDENT}AND {high}"


def identity_sequence(table: str, column: str, value: Identity) -> str:
    """Return the key of the sequence behind an identity column."""
    if value.sequence is not None:
        return value.sequence
    return sibling(table, postgres_name(bare_name(table), column, "seq"))


def changed_sequence_privileges(
    table: str, before: Column | None, after: Column, given: Privileges
) -> tuple[str, ...]:
    """Return the statements for the privileges on the sequence behind an identity column.

    ``given`` are those that a new one has from the start.
    """
    if after.identity is None:
        return ()
    had = given
    if before is not None and before.identity is not None:
        had = before.identity.privileges
    name = quote_name(identity_sequence(table, after.name, after.identity))
    return changed_privileges(f"SEQUENCE {name}", had, after.identity.privileges)


def _identity_sequence(table: str, column: Column, old: Identity, new: Identity) -> list[str]:
    before = identity_sequence(table, column.name, old)
    after = identity_sequence(table, column.name, new)
    if before == after:
        return []
    renamed = quote_identifier(bare_name(after))
    return [f"ALTER SEQUENCE {quote_name(before)} RENAME TO {renamed}"]


def _identity_into_range(table: str, before: Column, after: Column) -> tuple[str, ...]:
    if before.identity is None or after.identity is None:
        return ()
    if before.identity.options == after.identity.options:
        return ()
    name = quote_name(identity_sequence(table, before.name, before.identity))
    old, new = (
        limits(before.identity.options, before.type),
        limits(after.identity.options, after.type),
    )
    statements = narrowed(name, old, new)
    own = (before.identity.options.minimum, before.identity.options.maximum)
    if not all(_holds(after.type, number) for number in own if number is not None):
        # The new type has no room for limits that were set: PostgreSQL only replaces its own.
        limited = f"ALTER SEQUENCE {name} MINVALUE {new[0]} MAXVALUE {new[1]}"
        statements = (*statements, limited)
    return statements


def _holds(kind: str, number: int) -> bool:
    """Say whether a type of integers holds a number."""
    top = limits(DEFAULT_SEQUENCE, kind)[1]
    return -top - 1 <= number <= top
