"""SQL text taken apart into tokens.

Lexical rules: PostgreSQL manual, section 4.1. The tokens joined are the text again.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r"""
      (?P<space>\s+|--[^\n]*|/\*.*?\*/)
    | (?P<escape>[eE]'(?:[^'\\]|\\.|'')*')
    | (?P<dollar>\$(?P<tag>[^\W\d]\w*)?\$.*?\$(?(tag)(?P=tag))\$)
    | (?P<literal>'(?:[^']|'')*')
    | (?P<quoted>"(?:[^"]|"")*")
    | (?P<word>[^\W\d][\w$]*)
    | (?P<number>\d[\w.]*)
    | (?P<cast>::)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


# Manual, 8.19 and 9.17: literals of these types, and the arguments of these functions, are names.
_NAMES = frozenset({"regclass", "regproc", "regprocedure", "regtype", "regcollation", "regconfig"})
_ON_SEQUENCES = frozenset({"nextval(", "currval(", "setval("})


class Token(NamedTuple):
    """A piece of SQL text; ``name`` is the folded identifier, None for anything else."""

    kind: str
    text: str
    name: str | None


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """Take SQL text apart; the texts of the tokens joined are the text again."""
    return tuple(_token(match) for match in _TOKEN.finditer(text))


def _token(match: re.Match[str]) -> Token:
    kind, text = match.lastgroup or "other", match[0]
    if kind == "word":
        return Token(kind, text, text.lower())
    if kind == "quoted":
        return Token(kind, text, text[1:-1].replace('""', '"'))
    return Token(kind, text, None)


@lru_cache(maxsize=4096)
def literal_names(text: str) -> frozenset[str]:
    """Return the names, and their qualifiers, in literals that may be the names of objects.

    >>> sorted(literal_names("nextval('shop.numbers'::regclass)"))
    ['numbers', 'shop']
    """
    if "'" not in text:
        return frozenset()
    values = (token.text[1:-1] for token in tokens(text) if token.kind == "literal")
    return frozenset(part for value in values for part in mentioned(value.replace("''", "'")))


@lru_cache(maxsize=4096)
def mentioned(text: str) -> frozenset[str]:
    """Return every identifier in the text, be it a column, a function, a type or a keyword.

    A literal that is read as a name counts too: ``nextval('numbers')``, ``'users'::regclass``.
    """
    found = {token.name for token in tokens(text) if token.name is not None}
    for inside in _names_in_literals(text) if "'" in text else ():
        found |= mentioned(inside)
    return frozenset(found)


def _names_in_literals(text: str) -> Iterator[str]:
    """Yield the literals that PostgreSQL reads as names, and depends on what they name."""
    weighty = [token for token in tokens(text) if token.kind != "space"]
    for number, token in enumerate(weighty):
        if token.kind != "literal":
            continue
        called = "".join(one.text.lower() for one in weighty[max(number - 2, 0) : number])
        cast = weighty[number + 1 : number + 3]
        is_cast = len(cast) == 2 and cast[0].kind == "cast" and cast[1].name in _NAMES
        if is_cast or called in _ON_SEQUENCES:
            yield token.text[1:-1].replace("''", "'")
