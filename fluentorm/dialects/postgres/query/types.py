"""How values travel: what psycopg must be told, and what it reads in the binary format."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fluentorm.query.values import base_type, element_type, is_json

ENUM = "enum"
# psycopg has binary loaders for these; of others it would return the bytes.
_BINARY = frozenset(
    """
    smallint integer bigint oid real numeric boolean text name bytea uuid date interval
    json jsonb inet cidr
""".split()
) | {
    "double precision",
    "character varying",
    "character",
    "timestamp with time zone",
    "timestamp without time zone",
    "time with time zone",
    "time without time zone",
    ENUM,
}


def is_binary(pg_type: str) -> bool:
    """Say whether values of a type may come in the binary format."""
    return base_type(pg_type.removesuffix("[]")) in _BINARY if pg_type else False


def sender(pg_type: str) -> Callable[[Any], object] | None:
    """Return what makes a value of a type fit for psycopg, None where it is fit."""
    element = element_type(pg_type)
    if not is_json(element or pg_type):
        return None
    from psycopg.types.json import Json, Jsonb

    wrap = Jsonb if (element or pg_type) == "jsonb" else Json
    if element:
        return lambda values: None if values is None else [wrap(value) for value in values]
    return lambda value: None if value is None else wrap(value)
