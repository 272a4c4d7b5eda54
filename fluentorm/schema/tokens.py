"""SQL text taken apart into tokens.

Lexical rules: PostgreSQL manual, section 4.1. The tokens joined are the text again.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

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
def mentioned(text: str) -> frozenset[str]:
    """Return every identifier in the text, be it a column, a function, a type or a keyword."""
    return frozenset(token.name for token in tokens(text) if token.name is not None)
