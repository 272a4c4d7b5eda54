"""Python types for PostgreSQL types: what psycopg loads, and what JSON makes of it.

A type that is not known is ``object`` on the row and any JSON in a response. Elements of an array
are written without None, although PostgreSQL allows NULL in every array.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from fluentorm.schema.types import split_type


class PythonType(NamedTuple):
    """The annotations of one type: on the row, in an input, in JSON; and the names they use."""

    row: str
    input: str
    json: str
    names: tuple[str, ...] = ()


_TEXT = PythonType("str", "str", "str")
_INTEGER = PythonType("int", "int", "int")
_FLOAT = PythonType("float", "float", "float")
_DATETIME = PythonType("dt.datetime", "dt.datetime", "str", ("dt",))
_TIME = PythonType("dt.time", "dt.time", "str", ("dt",))
_JSON = PythonType("JsonValue", "JsonInput", "JsonValue", ("JsonInput", "JsonValue"))
_UNKNOWN = PythonType("object", "object", "JsonValue", ("JsonValue",))

_TYPES = {
    "smallint": _INTEGER,
    "integer": _INTEGER,
    "bigint": _INTEGER,
    "oid": _INTEGER,
    "real": _FLOAT,
    "double precision": _FLOAT,
    "numeric": PythonType("Decimal", "Decimal", "str", ("Decimal",)),
    "boolean": PythonType("bool", "bool", "bool"),
    "bytea": PythonType("bytes", "bytes", "str"),
    "uuid": PythonType("UUID", "UUID", "str", ("UUID",)),
    "date": PythonType("dt.date", "dt.date", "str", ("dt",)),
    "timestamp with time zone": _DATETIME,
    "timestamp without time zone": _DATETIME,
    "time with time zone": _TIME,
    "time without time zone": _TIME,
    "interval": PythonType("dt.timedelta", "dt.timedelta", "str", ("dt",)),
    "json": _JSON,
    "jsonb": _JSON,
    "inet": PythonType("InetAddress", "InetAddress", "str", ("InetAddress",)),
    "cidr": PythonType("CidrNetwork", "CidrNetwork", "str", ("CidrNetwork",)),
    **{
        f"{name}{kind.lower()}": PythonType(
            f"{kind}[{bound}]", f"{kind}[{bound}]", "str", (kind, *names)
        )
        for name, bound, names in (
            ("int4", "int", ()),
            ("int8", "int", ()),
            ("num", "Decimal", ("Decimal",)),
            ("date", "dt.date", ("dt",)),
            ("ts", "dt.datetime", ("dt",)),
            ("tstz", "dt.datetime", ("dt",)),
        )
        for kind in ("Range", "Multirange")
    },
}
# psycopg has no loader for these and leaves them as the server's text.
_TEXT_TYPES = frozenset(
    """
    text name character citext bit macaddr macaddr8 money xml tsvector tsquery jsonpath
    point line lseg box path polygon circle pg_lsn "char" ltree
    regclass regtype regproc regprocedure regoper regoperator regrole regnamespace regconfig
""".split()
) | {"character varying", "bit varying"}


def python_type(column_type: str, enums: Mapping[str, str]) -> PythonType:
    """Return the annotations for a canonical column type, which may be an array.

    ``enums`` maps the types of the schema's enums, as columns spell them, to their classes.
    """
    element = column_type.removesuffix("[]")
    enum = enums.get(element)
    known = PythonType(enum, enum, "str", (enum,)) if enum else _built_in(element)
    if element == column_type:
        return known
    return PythonType(
        f"list[{known.row}]", f"list[{known.input}]", f"list[{known.json}]", known.names
    )


@lru_cache(maxsize=1024)
def _built_in(element: str) -> PythonType:
    base = split_type(element).base.strip()
    if base.startswith("interval "):  # fields and precision: "interval day to second"
        base = "interval"
    if base in _TEXT_TYPES:
        return _TEXT
    return _TYPES.get(base, _UNKNOWN)
