"""Names inside SQL text: which it mentions, and what it says after one of them was renamed.

PostgreSQL stores expressions as trees, so that a check or an index predicate follows the rename
of a column, an enum or an enum value by itself. Our text has to follow token by token: string
literals are skipped, quoted identifiers are respected, and where a token could mean something
else the text stays as it is (the differ then drops the old text and adds the new one, which is
right too, only slower). Lexical rules: PostgreSQL manual, section 4.1.
"""

from __future__ import annotations

from collections.abc import Callable

from fluentorm.schema.sql_text import quote_identifier, quote_literal
from fluentorm.schema.tokens import Token, mentioned, tokens

__all__ = [
    "mentioned",
    "rename_column",
    "rename_literal",
    "rename_qualifier",
    "rename_type",
    "tokens",
]


def rename_column(text: str, before: str, after: str) -> str:
    """Return the text with a column of its own table renamed."""
    return _replace(text, before, after, _is_column)


def rename_type(text: str, before: str, after: str) -> str:
    """Return the text with a type renamed, where it stands in a cast."""
    return _replace(text, before, after, _is_type)


def rename_qualifier(text: str, before: str, after: str) -> str:
    """Return the text with a table renamed, where it qualifies a column."""
    return _replace(text, before, after, lambda previous, following: following == ".")


def rename_literal(text: str, before: str, after: str) -> str:
    """Return the text with a string literal replaced, also as element of an array literal."""
    if before not in text.replace("''", "'"):
        return text
    return "".join(
        _renamed_literal(token.text, before, after) if token.kind == "literal" else token.text
        for token in tokens(text)
    )


def _is_column(previous: str, following: str) -> bool:
    """Say whether a word between these is a column: no function, type, label or table."""
    return previous not in ("::", "as") and following not in ("(", ".", "'")


def _is_type(previous: str, following: str) -> bool:
    return previous in ("::", "as") and following != "."


def _replace(text: str, before: str, after: str, applies: Callable[[str, str], bool]) -> str:
    """Replace the identifiers whose neighbours pass the test."""
    if before not in text and before not in text.lower() and '"' not in text:
        return text
    parts = tokens(text)
    solid = [number for number, token in enumerate(parts) if token.kind != "space"]
    written = [token.text for token in parts]
    for position, number in enumerate(solid):
        token = parts[number]
        if token.name != before:
            continue
        previous = parts[solid[position - 1]].text.lower() if position else ""
        following = parts[solid[position + 1]].text[:1] if position + 1 < len(solid) else ""
        if applies(previous, following):
            written[number] = _spelled(after, forced=_is_forced(token))
    return "".join(written)


def _is_forced(token: Token) -> bool:
    """Say whether the author put an identifier in quotes that needs none."""
    return token.kind == "quoted" and token.text != quote_identifier(token.name or "")


def _spelled(name: str, *, forced: bool) -> str:
    """Return an identifier, in quotes if it needs them or the author likes them."""
    return '"' + name.replace('"', '""') + '"' if forced else quote_identifier(name)


def _renamed_literal(text: str, before: str, after: str) -> str:
    value = text[1:-1].replace("''", "'")
    if value == before:
        return quote_literal(after)
    if value.startswith("{") and value.endswith("}") and not set(after) & set('{},"\\ '):
        elements = value[1:-1].split(",")
        changed = [after if element == before else element for element in elements]
        return quote_literal("{" + ",".join(changed) + "}")
    return text
