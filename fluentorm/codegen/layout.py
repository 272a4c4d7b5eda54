"""Laying out Python code as ruff's formatter does, within the 88 columns of its default.

Only what generated modules need: statements on one line, or a bracket with one item a line and a
trailing comma behind the last, which keeps its shape where lines may be longer. What no line break
can shorten is marked for the linter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TypeAlias

from fluentorm.values import dataclass

LIMIT = 88


@dataclass(frozen=True, slots=True)
class Group:
    """A bracketed list: ``opening`` ends in the bracket, ``closing`` is its other half."""

    opening: str
    items: Sequence[Item]
    closing: str
    is_tuple: bool = False
    exploded: bool = False
    """Never on one line, whatever the width."""


Item: TypeAlias = str | Group


def lay_out(item: Item, *, indent: int = 0, lead: str = "", tail: str = "") -> list[str]:
    """Return the lines of an item, with ``lead`` before its first and ``tail`` behind its last."""
    lead = " " * indent + lead
    if isinstance(item, str):
        return [line(f"{lead}{item}{tail}")]
    if not item.exploded:
        text = f"{lead}{flat(item)}{tail}"
        if width(text) <= LIMIT or not item.items:
            return [line(text)]
    lines = [line(f"{lead}{item.opening}")]
    for part in item.items:
        lines += lay_out(part, indent=indent + 4, tail=",")
    lines.append(f"{' ' * indent}{item.closing}{tail}")
    return lines


def flat(item: Item) -> str:
    """Return an item on one line; a tuple of one keeps the comma that makes it one."""
    if isinstance(item, str):
        return item
    inside = ", ".join([part if isinstance(part, str) else flat(part) for part in item.items])
    comma = "," if item.is_tuple and len(item.items) == 1 else ""
    return f"{item.opening}{inside}{comma}{item.closing}"


def line(text: str, *codes: str) -> str:
    """Return a line with a mark for the linter where it breaks rules that cannot be kept.

    A line of one word is never too long for ruff.
    """
    too_long = width(text) > LIMIT and len(text.split()) > 1
    marks = [*codes, "E501"] if too_long else list(codes)
    if not marks:
        return text
    marks.append("RUF100")  # where a project has these rules switched off, so that none is broken
    return f"{text}  # noqa: {', '.join(sorted(marks))}"


def width(text: str) -> int:
    """Return the columns that a text takes: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(_char_width(char) for char in text)


def quoted(text: str) -> str:
    """Return a string literal in ASCII, in double quotes unless single ones need fewer escapes."""
    if is_plain(text):
        return f'"{text}"'
    escaped = text.encode("unicode_escape").decode()
    if text.count('"') > text.count("'"):
        return "'" + escaped.replace("'", "\\'") + "'"
    return '"' + escaped.replace('"', '\\"') + '"'


def is_plain(text: str) -> bool:
    """Say whether a text may stand in double quotes, or in a docstring, as it is."""
    return text.isascii() and text.isprintable() and '"' not in text and "\\" not in text


def _char_width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
