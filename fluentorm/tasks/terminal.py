"""What results look like on a terminal: colours, columns, lines that fit.

Only where standard output is one: what goes into a pipe or a file stays the plain lines that people
grep. NO_COLOR, when it is not empty, takes the colours away and leaves the columns.
"""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
import unicodedata
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_GAP = "  "
# A last column that would be narrower goes into lines of its own.
_NARROW = 24


class Tone(Enum):
    """What a text means, as the codes of its colour (ECMA-48, SGR)."""

    PLAIN = ""
    GOOD = "32"
    CARE = "33"
    BAD = "31"
    FAINT = "2"
    STRONG = "1"


class Cell(NamedTuple):
    """A text in a table."""

    text: str
    tone: Tone = Tone.PLAIN


def on_terminal() -> bool:
    """Say whether standard output is a terminal that can be more than a typewriter."""
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def painted(text: str, tone: Tone) -> str:
    """Return a text in the colour of its tone; as it is where colours are not wanted."""
    if not (text and tone.value) or os.environ.get("NO_COLOR") or not on_terminal():
        return text
    return f"\x1b[{tone.value}m{text}\x1b[0m"


def table(rows: Iterable[Sequence[Cell]], indent: int = 0) -> Iterator[list[str]]:
    """Yield the lines of each row, with columns below each other; the last is broken to fit.

    Where the terminal has no room for that, each row becomes one line and the rest below it.
    """
    cells = [_without_empty_end(row) for row in rows]
    columns = max(map(len, cells), default=0)
    widths = [
        max(shown_width(row[column].text) for row in cells if len(row) > column)
        for column in range(columns - 1)
    ]
    start = indent + sum(width + len(_GAP) for width in widths)
    room = _room() - start
    for row in cells:
        if room >= _NARROW:
            yield list(_row(row, widths, indent, start, room))
        else:
            yield list(_stacked(row, indent))


def wrapped(text: str, indent: int, tone: Tone = Tone.PLAIN) -> Iterator[str]:
    """Yield a text in lines that fit behind an indentation."""
    for line in _broken(text, _room() - indent):
        yield " " * indent + painted(line, tone)


def shown_width(text: str) -> int:
    """Return how many columns a text takes: two for wide letters, none for combining ones."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))


def _room() -> int:
    return shutil.get_terminal_size((80, 24)).columns


def _without_empty_end(row: Sequence[Cell]) -> tuple[Cell, ...]:
    """Return a row up to its last text, so that a column which all leave empty takes no room."""
    last = max((number for number, cell in enumerate(row) if cell.text), default=0)
    return tuple(row[: last + 1])


def _row(
    row: Sequence[Cell], widths: Sequence[int], indent: int, start: int, room: int
) -> Iterator[str]:
    head = " " * indent
    for cell, width in zip(row[:-1], widths, strict=False):
        head += painted(cell.text, cell.tone) + " " * (width - shown_width(cell.text)) + _GAP
    last = row[-1]
    lines = _broken(last.text, room) if len(row) > len(widths) else [last.text]
    for number, line in enumerate(lines):
        yield ((" " * start if number else head) + painted(line, last.tone)).rstrip()


def _stacked(row: Sequence[Cell], indent: int) -> Iterator[str]:
    filled = [cell for cell in row if cell.text]
    first = " ".join(painted(cell.text, cell.tone) for cell in filled[:2])
    yield " " * indent + first
    for cell in filled[2:]:
        yield from wrapped(cell.text, indent + 4, cell.tone)


def _broken(text: str, room: int) -> list[str]:
    """Return the lines of a text; words stay whole, since they are names."""
    return textwrap.wrap(
        text, max(room, _NARROW), break_long_words=False, break_on_hyphens=False
    ) or [""]
