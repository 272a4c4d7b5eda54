"""What ALTER COLUMN TYPE costs, by old and new type: measured on PostgreSQL 15 and 18.

The server rewrites a table unless the cast is binary coercible or its support function says that
values keep their bytes (ATColumnChangeRequiresRewrite in tablecmds.c); where only the operator
class or the collation differs, it builds the column's indexes anew.
"""

from __future__ import annotations

from enum import Enum

from fluentorm.lint.nodes import SqlType

_NO_LIMIT = 1 << 30
_TEXTS = ("text", "varchar")
# Types whose modifier is a precision that may grow without a rewrite, with the precision that
# leaving it out means.
_PRECISION = {"time": 6, "timetz": 6, "timestamp": 6, "timestamptz": 6, "interval": 6}
_ORDER = {name: place for place, name in enumerate(("int2", "int4", "int8", "numeric"))}
_ZONES = {"timestamp", "timestamptz"}


class Cost(Enum):
    """What a change of type does to the table: nothing, its indexes, or all of it."""

    NONE = 0
    INDEX = 1
    REWRITE = 2


def cost(old: SqlType, new: SqlType) -> Cost:
    """Return what changing a column from one type to the other does; domains are not seen here."""
    if old.array or new.array:
        return Cost.NONE if old == new else Cost.REWRITE
    if old.name == new.name:
        return Cost.NONE if _grows(old, new) else Cost.REWRITE
    if old.name in _TEXTS and new.name in _TEXTS:
        return Cost.NONE if not new.modifiers else Cost.REWRITE
    if "citext" in (old.name, new.name) and {old.name, new.name} <= {"citext", *_TEXTS}:
        return Cost.REWRITE if new.modifiers else Cost.INDEX
    if {old.name, new.name} == _ZONES:  # with the session's TimeZone at UTC
        return Cost.INDEX if _digits(new) >= _digits(old) else Cost.REWRITE
    if (old.name, new.name) == ("cidr", "inet"):
        return Cost.NONE
    return Cost.REWRITE


def _grows(old: SqlType, new: SqlType) -> bool:
    """Say whether every value of a type keeps its bytes under other modifiers."""
    if old.modifiers == new.modifiers:
        return True
    if old.name in ("varchar", "varbit"):
        return _limit(new) >= _limit(old)
    if old.name in _PRECISION:
        return _digits(new) >= _digits(old)
    if old.name == "numeric":
        return not new.modifiers or (
            bool(old.modifiers) and _scale(old) == _scale(new) and _limit(new) >= _limit(old)
        )
    return False


def _limit(kind: SqlType) -> int:
    return kind.modifiers[0] if kind.modifiers else _NO_LIMIT


def _scale(kind: SqlType) -> int:
    return kind.modifiers[1] if len(kind.modifiers) > 1 else 0


def _digits(kind: SqlType) -> int:
    return kind.modifiers[0] if kind.modifiers else _PRECISION[kind.name]


def may_lose(old: SqlType, new: SqlType) -> bool:
    """Say whether values may not fit the new type, or lose something on the way."""
    if old == new or old.array != new.array:
        return old != new
    if cost(old, new) is not Cost.REWRITE:
        return False
    if new.name in _TEXTS and not new.modifiers:
        return False
    if old.name in _ORDER and new.name in _ORDER and old.name != new.name:
        return _ORDER[new.name] < _ORDER[old.name] or bool(new.modifiers)
    safe = {("float4", "float8"), ("date", "timestamp"), ("date", "timestamptz")}
    safe |= {("json", "jsonb"), ("bpchar", "text"), ("inet", "text")}
    safe |= {(name, "float8") for name in ("int2", "int4")}
    if (old.name, new.name) in safe:
        return False
    if old.name == new.name == "bpchar":
        return _limit(new) < _limit(old)
    return True
