"""Sequences, and those behind identity columns, as statements.

What is None in SequenceOptions is PostgreSQL's own choice, which follows from the type and the
direction (manual, CREATE SEQUENCE): numbers are named only where they differ from it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.clauses import changed_comment, comments, joined
from fluentorm.dialects.postgres.privileges import changed_privileges, granted
from fluentorm.schema.qualified import quote_name
from fluentorm.schema.refs import Ref
from fluentorm.schema.sql_text import quote_identifier, quote_literal

if TYPE_CHECKING:
    from fluentorm.schema.database_objects import Sequence
    from fluentorm.schema.objects import SequenceOptions
    from fluentorm.schema.privileges import Privileges

_BITS = {"smallint": 16, "integer": 32, "bigint": 64}


def create_sequence(sequence: Sequence, given: Privileges) -> tuple[str, ...]:
    """Return the statements for a new sequence."""
    name = quote_name(sequence.name)
    head = f"CREATE {'UNLOGGED ' if sequence.unlogged else ''}SEQUENCE {name}"
    clauses = [] if sequence.type == "bigint" else [f"AS {sequence.type}"]
    clauses += option_clauses(sequence.options)
    statements = [joined([head, *clauses])]
    if sequence.owned_by is not None:
        statements.append(_owned_by(sequence))
    return (
        *statements,
        *comments([(f"SEQUENCE {name}", sequence.comment)]),
        *granted(f"SEQUENCE {name}", sequence.privileges, given),
    )


def alter_sequence(before: Sequence, after: Sequence) -> tuple[str, ...]:
    """Return the statements that turn a sequence into another of its name."""
    target = f"SEQUENCE {quote_name(after.name)}"
    clauses = [] if before.type == after.type else [f"AS {after.type}"]
    clauses += changed_options(before.options, after.options, after.type)
    statements: list[str] = []
    if clauses:
        statements += into_range(quote_name(after.name), before, after)
        statements.append(joined([f"ALTER {target}", *clauses]))
    if before.unlogged != after.unlogged:
        statements.append(f"ALTER {target} SET {'UNLOGGED' if after.unlogged else 'LOGGED'}")
    if before.owned_by != after.owned_by:
        statements.append(_owned_by(after))
    return (
        *statements,
        *changed_comment(target, before.comment, after.comment),
        *changed_privileges(target, before.privileges, after.privileges),
    )


def option_clauses(options: SequenceOptions) -> list[str]:
    """Return the clauses of CREATE SEQUENCE, and of an identity column, for what is unusual."""
    clauses = [] if options.increment == 1 else [f"INCREMENT BY {options.increment}"]
    if options.minimum is not None:
        clauses.append(f"MINVALUE {options.minimum}")
    if options.maximum is not None:
        clauses.append(f"MAXVALUE {options.maximum}")
    if options.start is not None:
        clauses.append(f"START WITH {options.start}")
    if options.cache != 1:
        clauses.append(f"CACHE {options.cache}")
    if options.cycle:
        clauses.append("CYCLE")
    return clauses


def changed_options(before: SequenceOptions, after: SequenceOptions, kind: str) -> list[str]:
    """Return the clauses of ALTER SEQUENCE; ``kind`` is the type that the sequence has then.

    When it turns round PostgreSQL keeps its old limits and start, so all are said again, and in
    numbers: with another type NO MAXVALUE is that of a sequence that counts up.
    """
    turned = (before.increment < 0) != (after.increment < 0)
    clauses = []
    if turned:
        low, high = limits(after, kind)
        after = replace(after, minimum=low, maximum=high)
    if before.increment != after.increment:
        clauses.append(f"INCREMENT BY {after.increment}")
    if turned or before.minimum != after.minimum:
        clauses.append(f"MINVALUE {after.minimum}" if after.minimum is not None else "NO MINVALUE")
    if turned or before.maximum != after.maximum:
        clauses.append(f"MAXVALUE {after.maximum}" if after.maximum is not None else "NO MAXVALUE")
    if first_number(before, kind) != first_number(after, kind) or turned:
        clauses.append(f"START WITH {first_number(after, kind)}")
    if before.cache != after.cache:
        clauses.append(f"CACHE {after.cache}")
    if before.cycle != after.cycle:
        clauses.append("CYCLE" if after.cycle else "NO CYCLE")
    return clauses


def first_number(options: SequenceOptions, kind: str) -> int:
    """Return what the sequence starts with."""
    if options.start is not None:
        return options.start
    low, high = limits(options, kind)
    return low if options.increment > 0 else high


def limits(options: SequenceOptions, kind: str) -> tuple[int, int]:
    """Return the least and the greatest number of a sequence of this type."""
    top = 1 << (_BITS.get(kind, 64) - 1)
    low, high = (1, top - 1) if options.increment > 0 else (-top, -1)
    return (
        low if options.minimum is None else options.minimum,
        high if options.maximum is None else options.maximum,
    )


def into_range(name: str, before: Sequence, after: Sequence) -> tuple[str, ...]:
    """Return what brings a sequence's position between limits that are narrower.

    ALTER SEQUENCE refuses a position that is outside of them; it keeps one that is inside.
    """
    old, new = limits(before.options, before.type), limits(after.options, after.type)
    wider = before.type != after.type and _BITS.get(after.type, 64) > _BITS.get(before.type, 64)
    return narrowed(name, old, new, f" AS {after.type}" if wider else "")


def narrowed(
    name: str, old: tuple[int, int], new: tuple[int, int], kind: str = ""
) -> tuple[str, ...]:
    """Return the statements for ``into_range``, given the old and the new limits.

    ``kind`` is the AS clause of a type that has room for both.
    """
    if new[0] <= old[0] and new[1] >= old[1]:
        return ()
    inside = "last_value"
    if new[0] > old[0]:
        inside = f"greatest({inside}, {new[0]})"
    if new[1] < old[1]:
        inside = f"least({inside}, {new[1]})"
    statements = []
    if new[0] > old[1] or new[1] < old[0]:  # for a moment both must be possible
        low, high = min(*old, *new), max(*old, *new)
        statements.append(f"ALTER SEQUENCE {name}{kind} MINVALUE {low} MAXVALUE {high}")
    called = f"is_called AND last_value BETWEEN {new[0]} AND {new[1]}"
    call = f"SELECT setval({quote_literal(name)}, {inside}, {called})"
    return (*statements, f"{call} FROM {name}")


def column_of(ref: Ref) -> str:
    """Return the owner of a sequence as SQL text, ``users.id``."""
    return f"{quote_name(ref.name)}.{quote_identifier(ref.part or '')}"


def _owned_by(sequence: Sequence) -> str:
    owner = "NONE" if sequence.owned_by is None else column_of(sequence.owned_by)
    return f"ALTER SEQUENCE {quote_name(sequence.name)} OWNED BY {owner}"
