"""The head of a routine in one spelling: its arguments, its result, and what its body is."""

from __future__ import annotations

from itertools import pairwise

from fluentorm.schema.arguments import Argument, arguments_of
from fluentorm.schema.sql_text import quote_identifier
from fluentorm.schema.tokens import tokens
from fluentorm.schema.types import canonical_type

_MODES = {"in": "", "out": "OUT ", "inout": "INOUT ", "variadic": "VARIADIC "}


def canonical_arguments(text: str) -> str:
    """Return an argument list with names quoted where needed and types in PostgreSQL's spelling.

    >>> canonical_arguments("IN a int, variadic b TEXT[] = '{}'")
    "a integer, VARIADIC b text[] DEFAULT '{}'"
    >>> canonical_arguments("float8 order by int"), canonical_arguments("*")
    ('double precision ORDER BY integer', '*')
    """
    if text.strip() == "*":
        return "*"
    direct, ordered = _at_order_by(text)
    if ordered is None:
        return ", ".join(map(_argument_text, arguments_of(text)))
    return f"{canonical_arguments(direct)} ORDER BY {canonical_arguments(ordered)}".lstrip()


def _argument_text(one: Argument) -> str:
    name = f"{quote_identifier(one.name)} " if one.name is not None else ""
    default = f" DEFAULT {one.default}" if one.default is not None else ""
    return f"{_MODES[one.mode]}{name}{one.type}{default}"


def _at_order_by(text: str) -> tuple[str, str | None]:
    """Return what is before and after ORDER BY in the arguments of an aggregate."""
    parts = tokens(text)
    words = [(number, part.text.lower()) for number, part in enumerate(parts) if part.name]
    for (first, word), (last, following) in pairwise(words):
        if (word, following) == ("order", "by"):
            ends = parts[:first], parts[last + 1 :]
            return tuple("".join(part.text for part in end) for end in ends)  # type: ignore[return-value]  # of two
    return text, None


def canonical_result(text: str) -> str:
    """Return what a function returns in PostgreSQL's spelling.

    >>> canonical_result("setof int"), canonical_result("table (a int, b varchar)")
    ('SETOF integer', 'TABLE(a integer, b character varying)')
    """
    text = text.strip()
    head, _, rest = text.partition(" ")
    if head.lower() == "setof" and rest.strip():
        return f"SETOF {canonical_type(rest)}"
    if head.lower().startswith("table") and text[5:].strip().startswith("("):
        inside = text[5:].strip()
        if inside.endswith(")"):
            return f"TABLE({canonical_arguments(inside[1:-1])})"
    return canonical_type(text)


def is_sql_body(text: str) -> bool:
    """Say whether a body is SQL itself, RETURN or BEGIN ATOMIC, and no text (manual, 36.5).

    >>> is_sql_body("RETURN a + b"), is_sql_body("SELECT 1")
    (True, False)
    """
    words = [token.text.lower() for token in tokens(text) if token.kind != "space"][:2]
    return words[:1] == ["return"] or words == ["begin", "atomic"]
