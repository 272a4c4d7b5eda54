"""Turning names and Python values into SQL text.

Names are quoted when they need it, never otherwise, by the rule of PostgreSQL's own
``quote_identifier()`` (``ruleutils.c``).
"""

from __future__ import annotations

import json
import math
import re
from functools import lru_cache

from fluentorm.values import dataclass

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
    r"""Return a string as SQL text in single quotes; backslashes need standard_conforming_strings.

    Carriage returns are escaped (manual 4.1.2.2): in a file they would be taken for line ends.

    >>> quote_literal("it's"), quote_literal("a\r\n")
    ("'it''s'", "E'a\\r\n'")
    """
    quoted = text.replace("'", "''")
    if "\r" in quoted:
        return "E'" + quoted.replace("\\", "\\\\").replace("\r", "\\r") + "'"
    return f"'{quoted}'"


def literal(value: object) -> str:
    """Return a Python value as an SQL expression.

    Takes None, bool, int, float, Decimal, str, bytes, UUID, dates, times, intervals, SqlText,
    dicts (as JSON) and lists (as an array literal of their elements).

    Raises TypeError for anything else, and for an expression as an element of a list.

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
        case int():
            return int.__repr__(value)  # not str(): members of an IntEnum are their numbers
        case float():
            return repr(value) if math.isfinite(value) else quote_literal(str(value))
        case str():
            return quote_literal(value)
        case bytes():
            return quote_literal("\\x" + value.hex())
        case dict():
            return quote_literal(_json(value))
        case list() | tuple():
            return quote_literal(_array(value))
        case _:
            return _literal_of_a_class(value)


def _literal_of_a_class(value: object) -> str:
    import datetime  # these take long to import, and few schemas have their values
    import decimal
    import uuid

    match value:
        case decimal.Decimal():
            return str(value) if value.is_finite() else quote_literal(str(value))
        case uuid.UUID():
            return quote_literal(str(value))
        case datetime.date() | datetime.time():
            return quote_literal(value.isoformat())
        case datetime.timedelta():
            return quote_literal(f"{value.total_seconds():f} seconds")
        case _:
            raise TypeError(f"no SQL literal for a value of type {type(value).__name__}")


def _json(value: dict[str, object]) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)
    except ValueError as error:
        raise TypeError("no JSON for NaN or infinity") from error


def _array(values: list[object] | tuple[object, ...]) -> str:
    """Return an array literal without its quotes."""
    return "{" + ",".join(_element(item) for item in values) + "}"


def _element(value: object) -> str:
    """Return one element of an array literal (manual 8.15.2)."""
    match value:
        case None:
            return "NULL"
        case bool():
            return "true" if value else "false"
        case list() | tuple():
            return _array(value)
        case int() | float():
            return str(value)
        case str():
            text = value
        case dict():
            text = _json(value)
        case SqlText():
            raise TypeError("an expression cannot be an element of an array literal")
        case _:
            from decimal import Decimal

            if isinstance(value, Decimal):
                return str(value)
            text = _unquoted(literal(value))
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _unquoted(text: str) -> str:
    return text[1:-1].replace("''", "'")
