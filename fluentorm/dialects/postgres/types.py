"""What a change of a column's type means for PostgreSQL and for the rows that exist.

Every type here is canonical (see schema.types). Types that are not built in are treated with
care: nothing is known about them but that they go to text and come from it.
"""

from __future__ import annotations

from fluentorm.dialects.postgres.casts import STRINGS, Cast, base_name, cast
from fluentorm.schema.types import split_type


def needs_using(old: str, new: str) -> bool:
    """Say whether ``ALTER COLUMN ... TYPE new`` is refused without a USING clause.

    >>> needs_using("character varying(50)", "text"), needs_using("text", "integer")
    (False, True)
    """
    return cast(old, new) is not Cast.AUTOMATIC


def conversion(column_sql: str, old: str, new: str) -> str | None:
    """Return the USING expression that converts a column, None where PostgreSQL needs none.

    Where an assignment cast exists it is left to PostgreSQL: an explicit cast would silently cut
    strings that are too long (manual, 8.3). Where no cast exists, the value goes through its text
    and the server refuses what does not read as the new type.
    """
    match cast(old, new):
        case Cast.AUTOMATIC:
            return None
        case Cast.EXPLICIT:
            return f"{column_sql}::{_uncut(new) if base_name(old) in STRINGS else new}"
        case Cast.NONE:
            both_arrays = split_type(old).array and split_type(new).array
            return f"{column_sql}::{'text[]' if both_arrays else 'text'}::{new}"


def _uncut(new: str) -> str:
    """Return the type without a length that an explicit cast would cut to (manual, 8.10)."""
    parts = split_type(new)
    if parts.base in ("bit", "bit varying") and parts.modifiers:
        return "bit varying[]" if parts.array else "bit varying"
    return new


_ZEROS = {
    **dict.fromkeys(("smallint", "integer", "bigint", "numeric", "real", "double precision"), "0"),
    **dict.fromkeys(("money", "oid"), "0"),
    **dict.fromkeys((*STRINGS, '"char"', "bytea", "bit varying", "xml"), "''"),
    **dict.fromkeys(("tsvector", "tsquery", "hstore", "ltree"), "''"),
    "boolean": "false",
    "date": "'1970-01-01'",
    "timestamp without time zone": "'1970-01-01 00:00:00'",
    "timestamp with time zone": "'1970-01-01 00:00:00+00'",
    "time without time zone": "'00:00:00'",
    "time with time zone": "'00:00:00+00'",
    "interval": "'0 seconds'",
    "uuid": "'00000000-0000-0000-0000-000000000000'",
    **dict.fromkeys(("json", "jsonb"), "'null'"),
    "inet": "'0.0.0.0'",
    "cidr": "'0.0.0.0/0'",
    "macaddr": "'00:00:00:00:00:00'",
    "macaddr8": "'00:00:00:00:00:00:00:00'",
    "pg_lsn": "'0/0'",
    "point": "'(0,0)'",
    "line": "'{1,0,0}'",
    "lseg": "'[(0,0),(0,0)]'",
    "box": "'(0,0),(0,0)'",
    "path": "'((0,0))'",
    "polygon": "'((0,0))'",
    "circle": "'<(0,0),0>'",
    **dict.fromkeys(
        ("int4range", "int8range", "numrange", "tsrange", "tstzrange", "daterange"), "'empty'"
    ),
    **dict.fromkeys(("int4multirange", "int8multirange", "nummultirange"), "'{}'"),
    **dict.fromkeys(("tsmultirange", "tstzmultirange", "datemultirange"), "'{}'"),
}


def filler(new: str) -> str | None:
    """Return a neutral value of a type as an SQL expression, None where none is known.

    >>> filler("text"), filler("integer[]"), filler("mood")
    ("''", "'{}'", None)
    """
    parts = split_type(new)
    if parts.array:
        return "'{}'"
    if parts.base == "bit":
        return "'" + "0" * int(parts.modifiers or 1) + "'"
    return _ZEROS.get(base_name(new))
