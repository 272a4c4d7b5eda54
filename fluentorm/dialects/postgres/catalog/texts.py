"""Small texts of the catalogs: expressions, parameters, names that PostgreSQL makes up."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fluentorm.schema.names import MAX_BYTES
from fluentorm.schema.objects import Parameters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fluentorm.schema.objects import Options

# Parentheses, and what hides them: strings and quoted names, whose quotes are doubled inside.
_PARENTHESES = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]""")


def unwrapped(expression: str) -> str:
    """Take off the parentheses around a whole expression, however many there are.

    >>> unwrapped("((price > (0)::numeric))"), unwrapped("(a) OR (b)")
    ('price > (0)::numeric', '(a) OR (b)')
    """
    while expression.startswith("(") and closing(expression, 0) == len(expression):
        expression = expression[1:-1]
    return expression


def closing(text: str, opening: int) -> int:
    """Return the position behind the parenthesis that closes the one at ``opening``; 0: none."""
    depth = 0
    for match in _PARENTHESES.finditer(text, opening):
        if match[0] in "()":
            depth += 1 if match[0] == "(" else -1
            if not depth:
                return match.end()
    return 0


def optional(expression: str | None) -> str | None:
    """Take the parentheses off an expression that may be missing."""
    return None if expression is None else unwrapped(expression)


def parameters(texts: Iterable[str] | None, prefix: str = "") -> Options:
    """Return ``name=value`` texts as pairs, in their order."""
    if not texts:
        return ()
    return Parameters((prefix + name, value) for name, _, value in _parted(texts))


def _parted(texts: Iterable[str]) -> Iterable[tuple[str, str, str]]:
    return (text.partition("=") for text in texts)


@lru_cache(maxsize=4096)
def numbers(text: str) -> tuple[int, ...]:
    """Return the elements of an int2vector or oidvector.

    >>> numbers("3 1")
    (3, 1)
    """
    return tuple(map(int, text.split()))


def made_up_name(first: str, second: str, label: str) -> str:
    """Return the name that PostgreSQL gives what has none (``makeObjectName`` in ``indexcmds.c``).

    >>> made_up_name("users", "id", "seq")
    'users_id_seq'
    """
    name = f"{first}_{second}_{label}"
    if len(name) <= MAX_BYTES and name.isascii():
        return name
    one, two = first.encode(), second.encode()
    room = MAX_BYTES - len(label.encode()) - 2
    longest, other = len(one), len(two)
    while longest + other > room:
        if longest > other:
            longest -= 1
        else:
            other -= 1
    parts = (one[:longest].decode(errors="ignore"), two[:other].decode(errors="ignore"), label)
    return "_".join(parts)
