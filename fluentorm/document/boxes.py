"""How large the table boxes of a diagram are, and which of their columns they show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fluentorm.document.links import Link
    from fluentorm.schema.objects import Column, SchemaModel, Table

# In the units of the drawing, which are pixels at a scale of 1; the font is monospaced.
LETTER = 7.25
LINE = 20
TITLE = 28
MARGIN = 10
_GAP = 16
_MARKS = 28
_MOST_COLUMNS = 24
_LONGEST_NAME = 36
_LONGEST_TYPE = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a box: a column, or how many more there are (then ``column`` is None)."""

    column: str | None
    name: str
    type: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A table as it is drawn; a line's middle is ``row_middle`` below the box's top."""

    table: str
    title: str
    lines: tuple[Line, ...]
    width: float
    height: float

    def row_middle(self, column: str | None) -> float:
        """Return how far below the top a column is drawn; the title where it is not."""
        for number, line in enumerate(self.lines):
            if line.column is not None and line.column == column:
                return TITLE + LINE * (number + 0.5)
        return TITLE / 2


def boxes_of(model: SchemaModel, links: Iterable[Link]) -> dict[str, Box]:
    """Return a box for each table."""
    wanted: dict[str, set[str]] = {name: set() for name in model.tables}
    for link in links:
        wanted[link.table].update(link.columns)
        wanted[link.target].update(link.target_columns)
    return {name: _box(table, wanted) for name, table in model.tables.items()}


def _box(table: Table, linked: Mapping[str, set[str]]) -> Box:
    key = set(table.primary_key.columns) if table.primary_key else set()
    foreign = {column for fk in table.foreign_keys for column in fk.columns}
    shown = _shown(table, key | linked[table.name])
    lines = [_line(column, key, foreign) for column in shown]
    left_out = len(table.columns) - len(shown)
    if left_out:
        lines.append(Line(column=None, name=f"… {left_out} more"))
    title = shortened(table.name, 2 * _LONGEST_NAME)
    names = max((len(line.name) for line in lines), default=0)
    types = max((len(line.type) for line in lines), default=0)
    inner = max(len(title) * LETTER, _MARKS + (names + types) * LETTER + _GAP)
    return Box(
        table=table.name,
        title=title,
        lines=tuple(lines),
        width=round(inner + 2 * MARGIN),
        height=TITLE + LINE * len(lines) + MARGIN / 2,
    )


def _shown(table: Table, needed: set[str]) -> list[Column]:
    """Return the columns to draw: those that keys are about, and the first of the others."""
    columns = list(table.columns.values())
    if len(columns) <= _MOST_COLUMNS:
        return columns
    room = max(_MOST_COLUMNS - len(needed), 0)
    others = {c.name for c in [c for c in columns if c.name not in needed][:room]}
    return [column for column in columns if column.name in needed | others]


def _line(column: Column, key: set[str], foreign: set[str]) -> Line:
    return Line(
        column=column.name,
        name=shortened(column.name, _LONGEST_NAME),
        type=shortened(column.type, _LONGEST_TYPE) + ("?" if column.nullable else ""),
        mark="PK" if column.name in key else "FK" if column.name in foreign else "",
    )


def shortened(text: str, most: int) -> str:
    """Return text cut to so many letters, which it shows."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
