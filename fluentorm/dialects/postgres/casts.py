"""How PostgreSQL gets from one type to another.

``ALTER COLUMN ... TYPE`` without USING takes implicit and assignment casts only. The tables are
those of ``pg_cast`` in PostgreSQL 15 and 18 for the types that columns have; a test holds them
against the server. What only one of the two versions knows (integers to and from bytea, 18) is
left out. Beside ``pg_cast`` there are casts by input and output function (``parse_coerce.c``): any
type to a string type by assignment, a string type to any type explicitly.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from fluentorm.schema.types import split_type


class Cast(Enum):
    """What a conversion needs in an ``ALTER COLUMN ... TYPE``."""

    AUTOMATIC = "automatic"  # nothing: an implicit or assignment cast exists
    EXPLICIT = "explicit"  # USING c::type
    NONE = "none"  # no cast at all: only the detour through text is left


STRINGS = frozenset({"text", "character varying", "character", "name", "citext"})
"""The types of the string category; citext is the extension's."""


def _table(text: str) -> dict[str, frozenset[str]]:
    rows = (line.split(":") for line in text.strip().splitlines())
    return {old.strip(): frozenset(n.strip() for n in new.split(",")) for old, new in rows}


_AUTOMATIC = _table(
    """
    "char": character, character varying, text
    bigint: double precision, integer, money, numeric, oid, real, smallint
    bit: bit varying
    bit varying: bit
    boolean: character, character varying, text
    box: polygon
    character: "char", character varying, name, text
    character varying: "char", character, name, text
    cidr: character, character varying, inet, text
    date: timestamp with time zone, timestamp without time zone
    double precision: bigint, integer, numeric, real, smallint
    inet: character, character varying, cidr, text
    integer: bigint, double precision, money, numeric, oid, real, smallint
    interval: time without time zone
    json: jsonb
    jsonb: json
    macaddr: macaddr8
    macaddr8: macaddr
    money: numeric
    name: character, character varying, text
    numeric: bigint, double precision, integer, money, real, smallint
    oid: bigint, integer
    path: polygon
    point: box
    polygon: path
    real: bigint, double precision, integer, numeric, smallint
    smallint: bigint, double precision, integer, numeric, oid, real
    text: "char", character, character varying, name
    time with time zone: time without time zone
    time without time zone: interval, time with time zone
    timestamp with time zone: date, time with time zone, time without time zone, \
timestamp without time zone
    timestamp without time zone: date, time without time zone, timestamp with time zone
    xml: character, character varying, text
    """
)
_EXPLICIT = _table(
    """
    "char": integer
    bigint: bit
    bit: bigint, integer
    boolean: integer
    box: circle, lseg, point
    character: xml
    character varying: xml
    circle: box, point, polygon
    daterange: datemultirange
    int4range: int4multirange
    int8range: int8multirange
    integer: "char", bit, boolean
    jsonb: bigint, boolean, double precision, integer, numeric, real, smallint
    lseg: point
    numrange: nummultirange
    polygon: box, circle, point
    text: xml
    tsrange: tsmultirange
    tstzrange: tstzmultirange
    xid8: xid
    """
)


@lru_cache(maxsize=1024)
def cast(old: str, new: str) -> Cast:
    """Return what it takes to convert a column from one canonical type to another.

    >>> cast("integer", "bigint"), cast("text", "integer"), cast("date", "integer")
    (<Cast.AUTOMATIC: 'automatic'>, <Cast.EXPLICIT: 'explicit'>, <Cast.NONE: 'none'>)
    """
    before, after = split_type(old), split_type(new)
    if before.array == after.array:
        return _element_cast(base_name(old), base_name(new))
    # Between an array and a scalar only strings have a cast: the array's own text.
    if before.array:
        return Cast.AUTOMATIC if after.base in STRINGS else Cast.NONE
    return Cast.EXPLICIT if before.base in STRINGS else Cast.NONE


@lru_cache(maxsize=1024)
def base_name(canonical: str) -> str:
    """Return a type's name without modifiers, array brackets, and an interval's fields.

    >>> base_name("numeric(10,2)[]"), base_name("interval day to second(3)")
    ('numeric', 'interval')
    """
    base = split_type(canonical).base
    return "interval" if base.startswith("interval ") else base


def _element_cast(old: str, new: str) -> Cast:
    if old == new or new in STRINGS or new in _AUTOMATIC.get(old, ()):
        return Cast.AUTOMATIC
    if old in STRINGS or new in _EXPLICIT.get(old, ()):
        return Cast.EXPLICIT
    return Cast.NONE
