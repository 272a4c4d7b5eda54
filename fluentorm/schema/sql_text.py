"""Turning names and Python values into SQL text.

Names are quoted when they need it, never otherwise, by the rule of PostgreSQL's own
``quote_identifier()`` (``ruleutils.c``).
"""

from __future__ import annotations

import datetime
import decimal
import json
import math
import re
import uuid
from dataclasses import dataclass
from functools import lru_cache

# Every keyword that is not unreserved, from pg_get_keywords() of PostgreSQL 15 and 18.
_KEYWORDS = frozenset(
    """
    all analyse analyze and any array as asc asymmetric authorization between bigint
    binary bit boolean both case cast char character check coalesce collate collation
    column concurrently constraint create cross current_catalog current_date current_role
    current_schema current_time current_timestamp current_user dec decimal default
    deferrable desc distinct do else end except exists extract false fetch float for
    foreign freeze from full grant greatest group grouping having ilike in initially inner
    inout int integer intersect interval into is isnull join json json_array json_arrayagg
    json_exists json_object json_objectagg json_query json_scalar json_serialize
    json_table json_value lateral leading least left like limit localtime localtimestamp
    merge_action national natural nchar none normalize not notnull null nullif numeric
    offset on only or order out outer overlaps overlay placing position precision primary
    real references returning right row select session_user setof similar smallint some
    substring symmetric system_user table tablesample then time timestamp to trailing
    treat trim true union unique user using values varchar variadic verbose when where
    window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces
    xmlparse xmlpi xmlroot xmlserialize xmltable
""".split()
)
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class SqlText:
    """A piece of SQL that the author wrote, to be used as it is."""

    text: str


def sql(text: str) -> SqlText:
    """Mark text as an SQL expression, where a plain string would be quoted.

    >>> sql("now() + interval '1 day'")
    SqlText(text="now() + interval '1 day'")
    """
    return SqlText(text)


@lru_cache(maxsize=65536)
def quote_identifier(name: str) -> str:
    """Return a name as SQL text, in double quotes where PostgreSQL needs them.

    >>> quote_identifier("users"), quote_identifier("order"), quote_identifier('a"b')
    ('users', '"order"', '"a""b"')
    """
    if _PLAIN.fullmatch(name) and name not in _KEYWORDS:
        return name
    return '"' + name.replace('"', '""') + '"'


def quote_literal(text: str) -> str:
    """Return a string as SQL text in single quotes; backslashes need standard_conforming_strings.

    >>> quote_literal("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def literal(value: object) -> str:
    """Return a Python value as an SQL expression.

    Takes None, bool, int, float, Decimal, str, bytes, UUID, dates, times, intervals, SqlText,
    dicts (as JSON) and lists (as an array literal of their elements).

    Raises TypeError for anything else.

    >>> literal(True), literal("a"), literal([1, 2])
    ('true', "'a'", "'{1,2}'")
    """
    match value:
        case SqlText(text=text):
            return text
        case None:
            return "NULL"
        case bool():
            return "true" if value else "false"
        case int() | decimal.Decimal():
            return str(value)
        case float():
            return repr(value) if math.isfinite(value) else quote_literal(str(value))
        case str():
            return quote_literal(value)
        case bytes():
            return quote_literal("\\x" + value.hex())
        case uuid.UUID():
            return quote_literal(str(value))
        case datetime.date() | datetime.time():
            return quote_literal(value.isoformat())
        case datetime.timedelta():
            return quote_literal(f"{value.total_seconds():f} seconds")
        case dict():
            return quote_literal(json.dumps(value, ensure_ascii=False, sort_keys=True))
        case list() | tuple():
            return quote_literal("{" + ",".join(_element(item) for item in value) + "}")
        case _:
            raise TypeError(f"no SQL literal for a value of type {type(value).__name__}")


def _element(value: object) -> str:
    """Return one element of an array literal (manual 8.15.2)."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "{" + ",".join(_element(item) for item in value) + "}"
    if isinstance(value, int | float | decimal.Decimal):
        return str(value)
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
