"""What a change of type does to the values of a column: nothing, refuse some, or change some.

The rule is to say too much rather than too little: a conversion that is not known to keep every
value is reported. Types are canonical (see schema.types).
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from fluentorm.dialects.postgres.casts import STRINGS, Cast, base_name, cast
from fluentorm.schema.types import TypeParts, split_type


class Risk(Enum):
    """What may happen to values; the sentence's fields are filled by ``describe``."""

    TOO_LONG = "fails where {column} is longer than {length}"
    OUT_OF_RANGE = "fails where {column} is out of range for {new}"
    UNREADABLE = "fails where {column} does not read as {new}"
    ROUNDS = "rounds {column} to {new}"
    CUTS = "keeps only the {new} of {column}"
    ZONE = "reads {column} in the session's time zone"
    CHANGES = "may change values of {column} on the way to {new}"


_LOSES = frozenset({Risk.ROUNDS, Risk.CUTS, Risk.CHANGES})
_INTEGERS = {"smallint": 5, "integer": 10, "bigint": 19}  # name -> decimal digits
_FLOATS = ("real", "double precision")
_NUMBERS = frozenset({*_INTEGERS, *_FLOATS, "numeric"})
_TIMESTAMPS = ("timestamp without time zone", "timestamp with time zone")
_LENGTHS = frozenset({*STRINGS, "bit", "bit varying"})
# Longest text of a type, for a change to a string type with a length.
_WIDTHS = {"smallint": 6, "integer": 11, "bigint": 20, "boolean": 5, "uuid": 36, '"char"': 4}
# Conversions that keep every value, and give it back on the way back.
_EXACT = frozenset(
    {
        ("smallint", "real"),
        ("smallint", "double precision"),
        ("integer", "double precision"),
        ("real", "double precision"),
        ("date", "timestamp without time zone"),
        ("time without time zone", "interval"),
        ("boolean", "integer"),
        ("oid", "bigint"),
        ("cidr", "inet"),
        ("jsonb", "json"),
        ("macaddr", "macaddr8"),
        ("box", "polygon"),
        ("path", "polygon"),
        *((f"{kind}range", f"{kind}multirange") for kind in "int4 int8 num ts tstz date".split()),
    }
)
_ZONED = frozenset(
    {
        _TIMESTAMPS,
        _TIMESTAMPS[::-1],
        ("date", "timestamp with time zone"),
        ("time without time zone", "time with time zone"),
    }
)

# Binary-coercible in pg_cast: the values stay where they are.
_STORED_ALIKE = frozenset(
    {
        ("character varying", "text"),
        ("text", "character varying"),
        ("bit", "bit varying"),
        ("cidr", "inet"),
        ("citext", "text"),
        ("citext", "character varying"),
        ("integer", "oid"),
        ("oid", "integer"),
        ("xml", "text"),
        ("xml", "character varying"),
    }
)


def narrows(old: str, new: str) -> bool:
    """Say whether some value of the old type may be refused or changed by the new one.

    >>> narrows("integer", "bigint"), narrows("character varying(50)", "character varying(10)")
    (False, True)
    """
    return bool(risks(old, new))


def loses(old: str, new: str) -> bool:
    """Say whether going to the new type and back may give other values than before."""
    found = risks(old, new)
    if Risk.UNREADABLE in found and base_name(old) in STRINGS:
        # 007 comes back as 7; enums, json and strings keep their text.
        return not split_type(new).array and _respells(base_name(new))
    return bool(_LOSES.intersection(found))


def describe(risk: Risk, column: str, new: str) -> str:
    """Return a risk as a sentence about a column (SQL text) and its new type."""
    length = split_type(new).modifiers
    unit = "bits" if base_name(new).startswith("bit") else "characters"
    return risk.value.format(column=column, new=new, length=f"{length} {unit}")


@lru_cache(maxsize=1024)
def risks(old: str, new: str) -> tuple[Risk, ...]:
    """Return what may happen to values when a column's type changes."""
    before, after = split_type(old), split_type(new)
    if before.array != after.array:
        if before.array and after.base in STRINGS:
            return (Risk.TOO_LONG,) if after.modifiers else ()
        return (Risk.UNREADABLE,)
    source, target = base_name(old), base_name(new)
    if source == target:
        return _same_base(before, after)
    if target in STRINGS:
        return _to_string(before, after)
    if source in STRINGS:
        return (Risk.CHANGES,) if target == '"char"' else (Risk.UNREADABLE,)
    if cast(old, new) is Cast.NONE:
        return (Risk.UNREADABLE,)
    if source in _NUMBERS and target in _NUMBERS:
        return _number(before, after)
    return _other(source, target, after.modifiers)


def _same_base(before: TypeParts, after: TypeParts) -> tuple[Risk, ...]:
    if before.base != after.base and after.base != "interval":  # an interval's fields
        return (Risk.ROUNDS,)
    if loosens(before, after):
        return ()
    if before.base in _LENGTHS:
        return (Risk.TOO_LONG,)
    if before.base == "numeric":
        return _number(before, after)
    return (Risk.ROUNDS,)


def loosens(before: TypeParts, after: TypeParts) -> bool:
    """Say whether new modifiers of one type keep every value as it is."""
    if before.modifiers == after.modifiers or not after.modifiers:
        return True
    if not before.modifiers:
        return after.modifiers == "6" and after.base not in _LENGTHS | {"numeric"}
    if before.base == "numeric":
        return not _number(before, after)
    if before.base == "bit":  # a fixed length
        return False
    return int(before.modifiers) <= int(after.modifiers)


def _to_string(before: TypeParts, after: TypeParts) -> tuple[Risk, ...]:
    if after.base == "name":
        return (Risk.CHANGES,)  # cuts at 63 bytes without a word
    if not after.modifiers:
        return ()
    strings = before.base in STRINGS and before.modifiers
    width = int(before.modifiers) if strings else _WIDTHS.get(before.base)
    return () if width is not None and width <= int(after.modifiers) else (Risk.TOO_LONG,)


def _number(before: TypeParts, after: TypeParts) -> tuple[Risk, ...]:
    if (before.base, after.base) in _EXACT:
        return ()
    if after.base in _FLOATS:
        small = before.base == "double precision" or before.base == "numeric"
        return (Risk.ROUNDS, Risk.OUT_OF_RANGE) if small else (Risk.ROUNDS,)
    whole, scale = _digits(before)
    new_whole, new_scale = _digits(after)
    if after.base in _INTEGERS:
        new_whole -= 1  # not every number of ten digits is an integer
    found = [Risk.ROUNDS] if scale > new_scale else []
    if whole > new_whole:
        found.append(Risk.OUT_OF_RANGE)
    return tuple(found)


_MANY = 1_000_000  # more digits than any number has


def _digits(parts: TypeParts) -> tuple[int, int]:
    """Return how many digits a type of number has before and behind the point."""
    if parts.base in _INTEGERS:
        return _INTEGERS[parts.base], 0
    if not parts.modifiers:
        # A float has more digits than the 15 or 6 that its cast to numeric keeps.
        return _MANY, _MANY + (parts.base in _FLOATS)
    precision, scale = (int(part) for part in parts.modifiers.split(","))
    return precision - scale, scale


def _other(source: str, target: str, modifiers: str) -> tuple[Risk, ...]:
    rounds = (Risk.ROUNDS,) if modifiers and modifiers != "6" else ()
    if (source, target) in _EXACT:
        return rounds if source != "date" else ()
    if {source, target} == {"bit", "bit varying"}:
        return (Risk.TOO_LONG,) if modifiers else ()
    if (source, target) in _ZONED:
        return (Risk.ZONE, *rounds)
    if source in _TIMESTAMPS and not target.startswith("timestamp"):
        return (Risk.CUTS,)
    return (Risk.CHANGES,)


def _respells(target: str) -> bool:
    """Say whether text that reads as the type may be printed in another spelling by it."""
    families = ("time", "interval", "date", "bit")  # time covers timestamp
    others = ("boolean", "uuid", "jsonb", "bytea", "inet", "cidr", "money")
    return target in _NUMBERS or target.startswith(families) or target in others


@lru_cache(maxsize=1024)
def rewrites(old: str, new: str) -> bool:
    """Say whether changing the type makes PostgreSQL write every row anew.

    Source: ``ATColumnChangeRequiresRewrite`` and the support functions of length coercion;
    measured on PostgreSQL 15 and 18.
    """
    before, after = split_type(old), split_type(new)
    if before.array != after.array:
        return True
    if before.base == after.base:
        if before.base == "numeric" and after.modifiers and before.modifiers != after.modifiers:
            same_scale = before.modifiers.partition(",")[2] == after.modifiers.partition(",")[2]
            return not (same_scale and loosens(before, after))
        return before.base in ("character", "bit") or not loosens(before, after)
    return bool(after.modifiers) or (before.base, after.base) not in _STORED_ALIKE
