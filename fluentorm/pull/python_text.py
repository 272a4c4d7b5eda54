"""Values and calls as Python source, as ``ruff format`` would leave it.

What does not fit on a line has one item a line, with a comma behind the last: that is how it stays
whatever line length a project has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from fluentorm.schema.sql_text import SqlText
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 88
_STEP = "    "
# What an editor does not show as it is: controls, marks of direction, spaces of no width.
_CONTROL = re.compile(
    r"[^\n\t\x20-\x7e\xa1-\ud7ff\ue000-\U0010ffff]|[\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
# Quotes that would end a string in three of them.
_QUOTES = re.compile(r'"{3,}|"+\Z')
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Items between brackets; each has a prefix, ``"key": `` or ``name=``."""

    opening: str
    closing: str
    items: tuple[tuple[str, Node], ...]


Node: TypeAlias = str | Group


def node(value: object) -> Node:
    """Return a value's source; text is one piece that is never broken.

    Raises TypeError for a value that no call takes.
    """
    match value:
        case SqlText(text=text):
            return Group(opening="sql(", closing=")", items=(("", string(text)),))
        case str():
            return string(value)
        case None | bool() | int() | float():
            return repr(value)
        case list() | tuple():
            return Group(opening="[", closing="]", items=tuple(("", node(v)) for v in value))
        case Mapping():
            items = tuple((f"{string(str(k))}: ", node(v)) for k, v in value.items())
            return Group(opening="{", closing="}", items=items)
        case _:
            raise TypeError(f"a {type(value).__name__} is no argument of a call")


def keyword(name: str) -> bool:
    """Say whether a name can be the name of an argument."""
    from keyword import iskeyword

    return _NAME.fullmatch(name) is not None and not iskeyword(name)


def lines(item: Node, *, indent: int = 0, prefix: str = "", suffix: str = "") -> Iterator[str]:
    """Yield a node as lines of source; ``prefix`` and ``suffix`` stand around it."""
    margin = _STEP * indent
    flat = _flat(item)
    if isinstance(item, str) or not item.items or _fits(f"{margin}{prefix}{flat}{suffix}"):
        yield f"{margin}{prefix}{flat}{suffix}"
        return
    yield f"{margin}{prefix}{item.opening}"
    for before, part in item.items:
        yield from lines(part, indent=indent + 1, prefix=before, suffix=",")
    yield f"{margin}{item.closing}{suffix}"


def _fits(line: str) -> bool:
    return "\n" not in line and _width(line) <= WIDTH


def _width(line: str) -> int:
    if line.isascii():
        return len(line)
    import unicodedata

    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in line)
    marks = sum(unicodedata.combining(c) != 0 for c in line)
    return len(line) + wide - marks


def _flat(item: Node) -> str:
    if isinstance(item, str):
        return item
    inside = ", ".join(f"{before}{_flat(part)}" for before, part in item.items)
    return f"{item.opening}{inside}{item.closing}"


def string(text: str) -> str:
    r"""Return a string literal: in triple quotes where it has several lines, raw where that reads.

    >>> string("it's"), string('say "a"'), string("a\tb")
    ('"it\'s"', '\'say "a"\'', '"a\\tb"')
    """
    if "\n" in text.strip("\n") or text.count("\n") > 1:
        return _long_string(text)
    quote = "'" if text.count('"') > text.count("'") else '"'
    return f"{quote}{_escaped(text, quote)}{quote}"


def _long_string(text: str) -> str:
    quiet = '"""' not in text and not text.endswith('"') and not _CONTROL.search(text)
    if quiet and "\\" not in text:
        return f'"""{text}"""'
    if quiet and not text.endswith("\\"):
        return f'r"""{text}"""'
    safe = "\n".join(_escaped(line, "") for line in text.split("\n"))
    safe = _QUOTES.sub(lambda match: '\\"' * len(match[0]), safe)
    return f'"""{safe}"""'


def _escaped(text: str, quote: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
    escaped = escaped.replace(quote, f"\\{quote}") if quote else escaped
    return _CONTROL.sub(lambda match: _code(match[0]), escaped)


def _code(character: str) -> str:
    if character == "\r":
        return "\\r"
    number = ord(character)
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"
