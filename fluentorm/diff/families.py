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
_MOMENTS = frozenset({"date", "timestamp without time zone", "timestamp with time zone"})


def keeps_foreign_key(before: str, after: str) -> bool:
    """Say whether a foreign key over the column survives the change of its type."""
    return _within(before, after, _INTEGERS, _STRINGS)


def keeps_expressions(before: str, after: str) -> bool:
    """Say whether checks, predicates and index expressions survive the change of a type.

    Not so for date and time: a comparison across time zones is not immutable, so an index
    predicate that held a literal of the old type is refused.
    """
    return _within(before, after, _NUMBERS, _STRINGS)


def alike(before: str, after: str) -> bool:
    """Say whether two types are so near that a column might have been renamed and widened."""
    return _within(before, after, _NUMBERS, _STRINGS | {"character"}, _MOMENTS)


def _within(before: str, after: str, *families: frozenset[str]) -> bool:
    """Say whether both types are one, but for modifiers, or in one family."""
    old, new = split_type(before), split_type(after)
    if old.array != new.array:
        return False
    return old.base == new.base or any(old.base in f and new.base in f for f in families)
