"""Which types PostgreSQL lets stand in a key, and on the two ends of a foreign key.

A foreign key needs an equality operator between its two types: one of the referenced key's own
operator family, or an implicit cast to the key's type (``ATAddForeignKeyConstraint`` in
``tablecmds.c``). The table below was read off PostgreSQL 15 by trying every pair. Types that are
not built in (extensions, domains) cannot be known here and are let through.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from fluentorm.schema.qualified import quote_name
from fluentorm.schema.types import split_type

# Every type name of pg_catalog that an unquoted name in a schema would find first.
BUILT_IN_NAMES = frozenset(
    """
    aclitem any anyarray anycompatible anycompatiblearray anycompatiblemultirange
    anycompatiblenonarray anycompatiblerange anyelement anyenum anymultirange anynonarray
    anyrange bit bool box bpchar bytea char cid cidr circle cstring date datemultirange
    daterange event_trigger fdw_handler float4 float8 gtsvector index_am_handler inet int2
    int2vector int4 int4multirange int4range int8 int8multirange int8range internal interval
    json jsonb jsonpath language_handler line lseg macaddr macaddr8 money name numeric
    nummultirange numrange oid oidvector path pg_lsn pg_snapshot point polygon record refcursor
    regclass regcollation regconfig regdictionary regnamespace regoper regoperator regproc
    regprocedure regrole regtype table_am_handler text tid time timestamp timestamptz timetz
    trigger tsm_handler tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector
    txid_snapshot unknown uuid varbit varchar void xid xid8 xml
    """.split()
)
IDENTITY_TYPES = frozenset({"smallint", "integer", "bigint"})

_INTEGERS = ("smallint", "integer", "bigint")
_FLOATS = (*_INTEGERS, "numeric", "real", "double precision")
_STRINGS = ("text", "character varying", "character", "name")
_DATES = ("date", "timestamp without time zone", "timestamp with time zone")
# The type of a key -> the types that may refer to it, where these are more than the type itself.
_ACCEPTED = {
    **dict.fromkeys(_INTEGERS, _INTEGERS),
    "numeric": (*_INTEGERS, "numeric"),
    "real": _FLOATS,
    "double precision": _FLOATS,
    "text": (*_STRINGS, '"char"'),
    "character varying": (*_STRINGS, '"char"'),
    "character": _STRINGS[:3],
    "name": _STRINGS,
    **dict.fromkeys(_DATES, _DATES),
    "time with time zone": ("time without time zone", "time with time zone"),
    "interval": ("time without time zone", "interval"),
    **dict.fromkeys(("inet", "cidr"), ("inet", "cidr")),
    **dict.fromkeys(("macaddr", "macaddr8"), ("macaddr", "macaddr8")),
    **dict.fromkeys(("bit", "bit varying"), ("bit", "bit varying")),
    "oid": (*_INTEGERS, "oid", "regclass"),
}
# Their only operator for equality, if any, is not that of a btree.
_WITHOUT_ORDER = frozenset(
    "aclitem box cid circle gtsvector json jsonpath line lseg path point polygon "
    "txid_snapshot pg_snapshot xid xml".split()
)
_KNOWN = frozenset(
    {
        *_ACCEPTED,
        *_WITHOUT_ORDER,
        *("uuid", "boolean", "time without time zone", "bytea", "money", "jsonb", "tsvector"),
        *("tsquery", "pg_lsn", '"char"', "xid8", "int4range", "int8range", "numrange"),
        *("tsrange", "tstzrange", "daterange"),
    }
)


def enum_types(names: Iterable[str]) -> frozenset[str]:
    """Return how columns spell these enums."""
    return frozenset(map(quote_name, names))


def may_reference(source: str, key: str, enums: frozenset[str]) -> bool:
    """Say whether a column of type ``source`` may refer to a key of type ``key``.

    Both are canonical; ``enums`` is what ``enum_types`` gives. Modifiers do not matter. True when
    one of them is unknown.
    """
    if source == key:
        return True
    source_base, source_array = _base(source)
    key_base, key_array = _base(key)
    for base in (source_base, key_base):
        if base not in _KNOWN and base not in enums:
            return True
    if source_array or key_array:
        return source_array == key_array and source_base == key_base
    return source_base in _ACCEPTED.get(key_base, (key_base,))


def has_order(column_type: str) -> bool:
    """Say whether a btree can hold this type without an operator class; True when unknown."""
    base, array = _base(column_type)
    return array or base not in _WITHOUT_ORDER


@lru_cache(maxsize=4096)
def _base(canonical: str) -> tuple[str, bool]:
    """Return a type without its modifiers, and whether it is an array."""
    parts = split_type(canonical)
    base = "interval" if parts.base.startswith("interval ") else parts.base
    return base, parts.array
