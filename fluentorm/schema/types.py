"""Column types as PostgreSQL itself spells them.

A type is a string in the spelling of PostgreSQL's ``format_type()``: ``integer``,
``character varying(50)``, ``timestamp with time zone``, ``numeric(10,2)[]``. One spelling for
each type makes comparing two types a comparison of strings. Names that are not built in (enums,
extension types) are kept as SQL text: folded to lower case unless they are quoted.

Source: PostgreSQL manual, chapter 8 (Data Types), table 8.1; ``format_type.c``.
"""

from __future__ import annotations

import re
import string
from functools import lru_cache

from fluentorm.schema.sql_text import quote_identifier
from fluentorm.values import dataclass

# Every accepted spelling -> what format_type() prints, without modifiers.
_ALIASES = {
    "int2": "smallint",
    "int4": "integer",
    "int": "integer",
    "int8": "bigint",
    "float4": "real",
    "float8": "double precision",
    "float": "double precision",
    "decimal": "numeric",
    "dec": "numeric",
    "bool": "boolean",
    "varchar": "character varying",
    "char varying": "character varying",
    "national character varying": "character varying",
    "national char varying": "character varying",
    "nchar varying": "character varying",
    "char": "character",
    "national character": "character",
    "national char": "character",
    "nchar": "character",
    "varbit": "bit varying",
    "timestamp": "timestamp without time zone",
    "timestamptz": "timestamp with time zone",
    "time": "time without time zone",
    "timetz": "time with time zone",
}
# A length of one is implied (SQL standard; manual 8.3 and 8.10).
_LENGTH_ONE = frozenset({"character", "bit"})
_SERIAL = frozenset({"serial", "serial2", "serial4", "serial8", "smallserial", "bigserial"})

_ARRAY = re.compile(r"(?:\s*\[\s*\d*\s*\])+$|\s+array(?:\s*\[\s*\d*\s*\])?$", re.IGNORECASE)
_MODIFIERS = re.compile(r"\(([^()]*)\)")
_QUOTED = re.compile(r'("(?:[^"]|"")*")')
_SPACE = re.compile(r"\s+")
_DOT = re.compile(r"\s*\.\s*")
_UPPER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


@dataclass(frozen=True, slots=True)
class TypeParts:
    """A canonical type taken apart; ``modifiers`` without their parentheses."""

    base: str
    modifiers: str
    array: bool


def is_serial(text: str) -> bool:
    """Say whether this is one of the pseudo-types that stand for an integer with a sequence."""
    return text.strip().lower() in _SERIAL


@lru_cache(maxsize=4096)
def canonical_type(text: str) -> str:
    """Return the one spelling of a type.

    >>> canonical_type("VARCHAR( 50 )"), canonical_type("timestamptz(3)[]")
    ('character varying(50)', 'timestamp(3) with time zone[]')
    """
    text = text.strip()
    element = _ARRAY.sub("", text)
    suffix = "[]" if element != text else ""
    before, inside, after = _take_apart(element)
    modifiers = ",".join(part.strip() for part in inside.split(","))
    base = _fold(f"{before} {after}")
    base = _ALIASES.get(base, base)
    if base in _LENGTH_ONE and not modifiers:
        modifiers = "1"
    if base == "numeric" and modifiers and "," not in modifiers:
        modifiers += ",0"
    if base == "bpchar" and modifiers:  # without a length it is a type of its own
        base = "character"
    if base == "double precision" and modifiers:  # float(p), manual 8.1.3
        base = "real" if modifiers.isdigit() and int(modifiers) <= 24 else base
        modifiers = ""
    return _join(base, modifiers) + suffix


@lru_cache(maxsize=4096)
def split_type(canonical: str) -> TypeParts:
    """Take a canonical type apart.

    >>> split_type("numeric(10,2)[]")
    TypeParts(base='numeric', modifiers='10,2', array=True)
    """
    element = canonical.removesuffix("[]")
    before, modifiers, after = _take_apart(element)
    return TypeParts(before + after, modifiers, element != canonical)


def _take_apart(element: str) -> tuple[str, str, str]:
    """Return what is before, in and after the modifiers' parentheses, those of names left out."""
    masked = element
    if '"' in element:  # of the same length, so that positions in it are those in the element
        masked = _QUOTED.sub(lambda match: "x" * len(match[0]), element)
    match = _MODIFIERS.search(masked)
    if not match:
        return element, "", ""
    return element[: match.start()], element[match.start(1) : match.end(1)], element[match.end() :]


def _fold(text: str) -> str:
    """Fold case and white space outside double quotes, as PostgreSQL does with identifiers.

    Only ASCII letters fold (``downcase_identifier`` in a UTF-8 database). Quotes that a name does
    not need go, and so do the schema of built-in types and ``public``.
    """
    parts = _QUOTED.split(text)
    folded = "".join(
        _unquoted(part)
        if part.startswith('"')
        else _DOT.sub(".", _SPACE.sub(" ", part.translate(_UPPER)))
        for part in parts
    )
    return folded.strip().removeprefix("pg_catalog.").removeprefix("public.")


def _unquoted(quoted: str) -> str:
    return quote_identifier(quoted[1:-1].replace('""', '"')) if quoted.endswith('"') else quoted


def _join(base: str, modifiers: str) -> str:
    if not modifiers:
        return base
    head, space, tail = base.partition(" ")
    if space and head in ("timestamp", "time"):  # the precision follows the first word
        return f"{head}({modifiers}) {tail}"
    return f"{base}({modifiers})"
