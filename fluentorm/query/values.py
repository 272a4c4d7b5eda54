"""Which Python values a PostgreSQL type takes, checked before anything is sent.

The server would take more: a text for a number, a naive time for one with a zone. Each of these
is a guess about what was meant, and is refused here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from fluentorm.errors import QueryError
from fluentorm.schema.types import split_type

_NUMBER = (int, float, Decimal)
_ACCEPTED: dict[str, tuple[type, ...]] = {
    "smallint": (int,),
    "integer": (int,),
    "bigint": (int,),
    "oid": (int,),
    "real": _NUMBER,
    "double precision": _NUMBER,
    "numeric": (int, Decimal),
    "boolean": (bool,),
    "text": (str,),
    "character varying": (str,),
    "character": (str,),
    "name": (str,),
    "citext": (str,),
    "bytea": (bytes, bytearray, memoryview),
    "uuid": (UUID,),
    "date": (dt.date,),
    "timestamp with time zone": (dt.datetime,),
    "timestamp without time zone": (dt.datetime,),
    "time with time zone": (dt.time,),
    "time without time zone": (dt.time,),
    "interval": (dt.timedelta,),
}
_FAMILIES = {
    name: family
    for family, names in {
        "number": "smallint,integer,bigint,oid,real,double precision,numeric",
        "text": "text,character varying,character,name,citext",
        "boolean": "boolean",
        "bytea": "bytea",
        "uuid": "uuid",
        "moment": "date,timestamp with time zone,timestamp without time zone",
        "time": "time with time zone,time without time zone",
        "interval": "interval",
        "json": "jsonb",
    }.items()
    for name in names.split(",")
}
_OWN: dict[type, str] = {
    bool: "boolean",
    float: "double precision",
    Decimal: "numeric",
    UUID: "uuid",
    bytes: "bytea",
    dt.date: "date",
    dt.timedelta: "interval",
}
_ZONED = {
    "timestamp with time zone": True,
    "timestamp without time zone": False,
    "time with time zone": True,
    "time without time zone": False,
}


@lru_cache(maxsize=1024)
def base_type(pg_type: str) -> str:
    """Return a type without modifiers, and without what an interval is limited to.

    >>> base_type("numeric(10,2)"), base_type("interval day to second"), base_type("text[]")
    ('numeric', 'interval', 'text[]')
    """
    parts = split_type(pg_type)
    base = parts.base.strip()
    base = "interval" if base.startswith("interval ") else base
    return f"{base}[]" if parts.array else base


def is_json(pg_type: str) -> bool:
    """Say whether values of a type are JSON data."""
    return pg_type in ("json", "jsonb")


def element_type(pg_type: str) -> str:
    """Return the type of an array's elements, empty for what is no array."""
    return pg_type[:-2] if pg_type.endswith("[]") else ""


def cast_type(pg_type: str) -> str:
    """Return what a value is cast to: the type without what would cut it off or round it.

    A bit string is of another type without its length, and keeps it.

    >>> cast_type("character varying(3)[]"), cast_type("bit(3)"), cast_type("mood")
    ('character varying[]', 'bit(3)', 'mood')
    """
    element = element_type(pg_type)
    if element:
        return f"{cast_type(element)}[]"
    base = base_type(pg_type)
    return {"character": "bpchar", "bit": pg_type}.get(base, base)


def is_native(pg_type: str) -> bool:
    """Say whether a Python value tells the driver its type, so that an array needs no cast."""
    return base_type(pg_type) in _ACCEPTED and _ACCEPTED[base_type(pg_type)] != (str,)


def type_of(value: object) -> str:
    """Return the type that a value has by itself, empty where that is not clear."""
    if isinstance(value, dt.datetime):
        return f"timestamp with{'out' if value.tzinfo is None else ''} time zone"
    return _OWN.get(type(value), "")


def comparable(left: str, right: str) -> bool:
    """Say whether values of two types may be compared; True where we do not know."""
    families = _FAMILIES.get(base_type(left)), _FAMILIES.get(base_type(right))
    return None in families or families[0] == families[1]


def check(value: object, pg_type: str, what: str) -> None:
    """Raise QueryError where a value is not one of its type; ``what`` names the place."""
    accepted = _ACCEPTED.get(pg_type)
    if accepted is None:
        base = base_type(pg_type)
        accepted = _ACCEPTED.get(base)
        if accepted is None:
            if base.endswith("[]"):
                _check_array(value, pg_type[:-2], what)
            return
        pg_type = base
    kind = type(value)
    if kind not in accepted and not _is_one_of(value, accepted):
        raise QueryError(
            f"{what} is {pg_type} and takes no {kind.__name__}",
            hint=f"give it {' or '.join(_named(accepted))}",
        )
    zoned = _ZONED.get(pg_type)
    if zoned is not None and (value.tzinfo is not None) is not zoned:  # type: ignore[attr-defined]
        raise _wrong_zone(what, pg_type, zoned=zoned)


def check_all(
    values: Sequence[object], kinds: set[type], pg_type: str, what: str, *, nullable: bool
) -> None:
    """Raise QueryError where one of many values is not one of its type, or None without leave.

    ``kinds`` are their classes, which tell it of most without a look at each.
    """
    if type(None) in kinds:
        if not nullable:
            raise QueryError(f"{what} is NOT NULL and takes no None")
        kinds = kinds - {type(None)}
    base = base_type(pg_type)
    if base not in _ZONED and kinds.issubset(_ACCEPTED.get(base, ())):
        return
    for value in values:
        if value is not None:
            check(value, pg_type, what)


def _is_one_of(value: object, accepted: tuple[type, ...]) -> bool:
    """Say whether a value is of a subclass, but no bool as a number and no datetime as a date."""
    if isinstance(value, bool) or (isinstance(value, dt.datetime) and dt.date in accepted):
        return False
    return isinstance(value, accepted)


def _check_array(value: object, element: str, what: str) -> None:
    if not isinstance(value, list | tuple):
        raise QueryError(
            f"{what} is {element}[] and takes no {type(value).__name__}", hint="give it a list"
        )
    for item in value:
        if isinstance(item, list | tuple):
            _check_array(item, element, what)
        elif item is not None:
            check(item, element, what)


def _named(kinds: tuple[type, ...]) -> list[str]:
    return [
        kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
        for kind in kinds
    ]


def _wrong_zone(what: str, pg_type: str, *, zoned: bool) -> QueryError:
    if zoned:
        return QueryError(
            f"{what} is {pg_type} and takes no time without a zone",
            hint="say which zone is meant, such as tzinfo=datetime.UTC",
        )
    return QueryError(
        f"{what} is {pg_type} and takes no time with a zone",
        hint="convert it to the zone that the column is in, then drop it: .replace(tzinfo=None)",
    )
