"""The diagram as an SVG: boxes of columns, and lines from the column that refers to the other."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from fluentorm.document.boxes import LINE, MARGIN, TITLE, boxes_of
from fluentorm.document.layout import arrange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from fluentorm.document.boxes import Box
    from fluentorm.document.layout import Drawing
    from fluentorm.document.links import Link
    from fluentorm.schema.objects import SchemaModel

_BEND = 70
# A line from a table to itself goes out so far.
_BORDER = 60
_MARKS = 28
# Ends of lines as entity-relationship diagrams have them ("crow's foot").
_ENDS = """<defs>
<marker id="one" viewBox="0 0 14 14" refX="14" refY="7" markerWidth="14" markerHeight="14" \
orient="auto-start-reverse"><path d="M6 2V12M10 2V12"/></marker>
<marker id="maybe" viewBox="0 0 20 14" refX="20" refY="7" markerWidth="20" markerHeight="14" \
orient="auto-start-reverse"><path d="M15 2V12"/><circle cx="8" cy="7" r="4"/></marker>
<marker id="many" viewBox="0 0 14 14" refX="14" refY="7" markerWidth="14" markerHeight="14" \
orient="auto-start-reverse"><path d="M4 7L14 1M4 7L14 13"/></marker>
</defs>"""


def diagram(model: SchemaModel, links: Sequence[Link], href: Callable[[str], str]) -> str:
    """Return the SVG element of a whole schema; ``href`` gives the address of a table's page.

    Its look is left to style sheets.
    """
    boxes = boxes_of(model, links)
    drawing = arrange(boxes, links)
    width, height = round(drawing.width) + 2 * _BORDER, round(drawing.height) + 2 * _BORDER
    lines = "\n".join(_line(link, boxes, drawing) for link in links)
    tables = "\n".join(
        "\n".join(_table(boxes[name], drawing.places[name], href(name))) for name in boxes
    )
    return (
        f'<svg id="diagram" xmlns="http://www.w3.org/2000/svg" role="group" '
        f'aria-label="entity-relationship diagram" viewBox="0 0 {width} {height}" '
        f'data-width="{width}" data-height="{height}">\n{_ENDS}\n'
        f'<g id="view"><g transform="translate({_BORDER} {_BORDER})">\n'
        f'<g class="links">\n{lines}\n</g>\n<g class="tables">\n{tables}\n</g>\n</g></g>\n</svg>'
    )


def _table(box: Box, place: tuple[float, float], address: str) -> Iterator[str]:
    """Yield the elements of a box, its top left corner at its own origin."""
    name = escape(box.table)
    yield (
        f'<g class="table" data-table="{name}" data-width="{box.width:g}" '
        f'data-height="{box.height:g}" tabindex="0" role="button" aria-label="table {name}" '
        f'transform="translate({place[0]:g} {place[1]:g})">'
    )
    yield f'<rect class="box" width="{box.width:g}" height="{box.height:g}" rx="6"/>'
    yield (
        f'<a href="{escape(address)}"><text class="title" x="{MARGIN}" y="{TITLE - 9}">'
        f"{escape(box.title)}</text></a>"
    )
    yield f'<path class="rule" d="M0 {TITLE}H{box.width:g}"/>'
    for number, line in enumerate(box.lines):
        y = TITLE + LINE * number + 14
        if line.mark:
            yield f'<text class="mark" x="{MARGIN}" y="{y}">{line.mark}</text>'
        yield f'<text class="column" x="{MARGIN + _MARKS}" y="{y}">{escape(line.name)}</text>'
        if line.type:
            x = box.width - MARGIN
            yield f'<text class="type" x="{x:g}" y="{y}">{escape(line.type)}</text>'
    yield "</g>"


def _line(link: Link, boxes: dict[str, Box], drawing: Drawing) -> str:
    start_box, end_box = boxes[link.table], boxes[link.target]
    start, end = drawing.places[link.table], drawing.places[link.target]
    y1 = start[1] + start_box.row_middle(link.columns[0])
    y2 = end[1] + end_box.row_middle(link.target_columns[0] if link.target_columns else None)
    (x1, bend1), (x2, bend2) = _sides(start[0], start_box.width, end[0], end_box.width)
    first, last = "one" if link.unique else "many", "maybe" if link.optional else "one"
    columns = f"{link.table}({', '.join(link.columns)})"
    target = f"{link.target}({', '.join(link.target_columns)})"
    return (
        f'<path class="link" data-from="{escape(link.table)}" data-to="{escape(link.target)}" '
        f'marker-start="url(#{first})" marker-end="url(#{last})" '
        f'd="M{x1:g} {y1:g}C{x1 + bend1:g} {y1:g} {x2 + bend2:g} {y2:g} {x2:g} {y2:g}">'
        f"<title>{escape(f'{link.name}: {columns} to {target}')}</title></path>"
    )


def _sides(
    start: float, start_width: float, end: float, end_width: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return, for both ends, where a line leaves its box and which way it bends."""
    if end + end_width < start:
        return (start, -_BEND), (end + end_width, _BEND)
    if start + start_width < end:
        return (start + start_width, _BEND), (end, -_BEND)
    return (start + start_width, _BEND), (end + end_width, _BEND)
