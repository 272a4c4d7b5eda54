"""Strings as authors give them: members of a StrEnum are strings too, and not all can be stored."""

from __future__ import annotations

import re

from fluentorm.schema.sql_text import quote_identifier

_QUALIFIED = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)+")


def plain(text: str) -> str:
    """Return a string as a ``str`` and nothing else; a ``class X(str, Enum)`` prints its own way.

    >>> plain("users")
    'users'
    """
    return text if type(text) is str else str.__str__(text)


def storable(text: str) -> bool:
    """Say whether PostgreSQL can hold this text: no NUL character, no half of a surrogate pair."""
    if "\0" in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def sql_text(text: str) -> str:
    r"""Return SQL or a comment as a migration file will hold it, every line end a line feed.

    >>> sql_text("a > 0\r\n  AND b > 0")
    'a > 0\n  AND b > 0'
    """
    return plain(text).replace("\r\n", "\n").replace("\r", "\n")


def collation_sql(given: str | None) -> str | None:
    """Return a collation as SQL, also where its bare name was given: C, de-AT-x-icu."""
    if given is None or '"' in given or _QUALIFIED.fullmatch(given):
        return given
    return quote_identifier(given)
