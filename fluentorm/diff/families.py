"""Which changes of a column's type leave the things around it standing.

ALTER COLUMN TYPE makes PostgreSQL rebuild the foreign keys, checks and indexes over the column
with the new type (``ATPostAlterTypeCleanup`` in ``tablecmds.c``). That works where operators
between old and new type exist, and fails otherwise.
"""

from __future__ import annotations

from fluentorm.schema.types import split_type

_INTEGERS = frozenset({"smallint", "integer", "bigint"})
_STRINGS = frozenset({"text", "character varying"})
_NUMBERS = _INTEGERS | {"numeric", "real", "double precision"}
# Types with an equality operator of their own, not that of anyarray, anyenum or anyrange.
_CONCRETE = (
    _NUMBERS
    | _STRINGS
    | {"character", "uuid", "boolean", "date", "bytea", "inet", "cidr", "macaddr", "interval"}
    | {"timestamp without time zone", "timestamp with time zone", "time without time zone"}
)
_MOMENTS = frozenset({"date", "timestamp without time zone", "timestamp with time zone"})


def keeps_foreign_key(before: str, after: str) -> bool:
    """Say whether a foreign key over the column survives the change of its type."""
    return _within(before, after, _INTEGERS, _STRINGS)


def is_concrete(column_type: str) -> bool:
    """Say whether a foreign key with a column of this type may stay while another one changes.

    Over a polymorphic operator PostgreSQL fails with "could not find cast" (``findFkeyCast`` in
    ``tablecmds.c``, seen with versions 15 and 18), whatever the change.
    """
    parts = split_type(column_type)
    return parts.base in _CONCRETE and not parts.array


def keeps_expressions(before: str, after: str) -> bool:
    """Say whether checks, predicates and index expressions survive the change of a type as written.

    Only a change of modifiers does that. Otherwise PostgreSQL parses its own words again, and these
    hold casts to the old type: ``c IN ('a')`` over text, then varchar, is another expression than
    over varchar from the start, and a predicate over another kind of time is not even immutable.
    """
    return _within(before, after)


def alike(before: str, after: str) -> bool:
    """Say whether two types are so near that a column might have been renamed and widened."""
    return _within(before, after, _NUMBERS, _STRINGS | {"character"}, _MOMENTS)


def _within(before: str, after: str, *families: frozenset[str]) -> bool:
    """Say whether both types are one, but for modifiers, or in one family."""
    old, new = split_type(before), split_type(after)
    if old.array != new.array:
        return False
    return old.base == new.base or any(old.base in f and new.base in f for f in families)
