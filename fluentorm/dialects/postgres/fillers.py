"""What rows get in a NOT NULL column that comes back without its data.

A neutral value where all rows may have the same, and a number of its own for each row where a key
comes back over the column.
"""

from __future__ import annotations

from fluentorm.dialects.postgres.casts import STRINGS, base_name
from fluentorm.schema.types import TypeParts, split_type
from fluentorm.values import dataclass

SEQUENCE = "row_numbers"
_NUMBER = f"nextval('pg_temp.{SEQUENCE}')"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """An SQL expression over the temporary sequence ``SEQUENCE`` that gives no value twice.

    ``most`` is how many rows it serves, None where that is more than tables have.
    """

    expression: str
    most: int | None = None


_NUMBERED = {
    **dict.fromkeys(("integer", "bigint", "numeric", "oid", "double precision"), _NUMBER),
    **dict.fromkeys(("text", "character varying", "name", "citext"), f"{_NUMBER}::text"),
    "money": f"{_NUMBER}::money",
    "bytea": f"int8send({_NUMBER})",
    "jsonb": f"to_jsonb({_NUMBER})",
    "uuid": f"lpad(to_hex({_NUMBER}), 32, '0')::uuid",
    "macaddr": f"lpad(to_hex({_NUMBER}), 12, '0')::macaddr",
    "macaddr8": f"lpad(to_hex({_NUMBER}), 16, '0')::macaddr8",
    **dict.fromkeys(("inet", "cidr"), f"inet '0.0.0.0' + {_NUMBER}"),
    "date": f"date '1970-01-01' + {_NUMBER}::integer",
    "timestamp without time zone": f"timestamp '1970-01-01' + {_NUMBER} * interval '1 second'",
    "timestamp with time zone": (
        f"timestamptz '1970-01-01 00:00:00+00' + {_NUMBER} * interval '1 second'"
    ),
    "interval": f"{_NUMBER} * interval '1 second'",
}
# Rows of a type that has fewer values than a table may have rows.
_MOST = {"smallint": 32_767, "real": 16_777_216}
_DAY = 86_400
_MANY_DIGITS = 9


def numbering(new: str) -> Numbering | None:
    """Return how to give each row a value of its own, None where that is not known.

    >>> numbering("character varying(2)")
    Numbering(expression="nextval('pg_temp.row_numbers')::text", most=99)
    >>> numbering("boolean") is None
    True
    """
    parts = split_type(new)
    if parts.array:
        of_element = numbering(new.removesuffix("[]"))
        if of_element is None:
            return None
        return Numbering(expression=f"ARRAY[{of_element.expression}]::{new}", most=of_element.most)
    if parts.base in _MOST:
        return Numbering(expression=_NUMBER, most=_MOST[parts.base])
    if parts.base.startswith("time with"):
        return _times(parts)
    if parts.modifiers and parts.base == "numeric":
        return _numbers(parts.modifiers)
    if parts.modifiers and parts.base in STRINGS:
        length = int(parts.modifiers)
        most = 10**length - 1 if length <= _MANY_DIGITS else None
        return Numbering(expression=f"{_NUMBER}::text", most=most)
    expression = _NUMBERED.get(parts.base)
    return None if expression is None else Numbering(expression=expression)


def _numbers(modifiers: str) -> Numbering:
    """Count in whole numbers, or in the smallest there are where digits are few."""
    precision, _, scale = modifiers.partition(",")
    digits, behind = int(precision), int(scale or 0)
    if behind >= 0 and digits - behind > _MANY_DIGITS:
        return Numbering(expression=_NUMBER)
    most = 10**digits - 1 if digits <= _MANY_DIGITS else None
    step = f"0.{'1':0>{behind}}" if behind > 0 else f"1{'0' * -behind}"
    return Numbering(expression=f"{_NUMBER} * {step}" if behind else _NUMBER, most=most)


def _times(parts: TypeParts) -> Numbering:
    """Count in the shortest times there are; behind the last of a day comes the first."""
    digits = int(parts.modifiers) if parts.modifiers else 6
    zero = "timetz '00:00:00+00'" if parts.base == "time with time zone" else "time '00:00:00'"
    step = f"interval '{10**-digits:.{digits}f} seconds'"
    most = _DAY * 10**digits - 1 if digits < _MANY_DIGITS // 2 else None
    return Numbering(expression=f"{zero} + {_NUMBER} * {step}", most=most)
