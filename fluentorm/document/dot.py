"""The schema as a graph for Graphviz (https://graphviz.org/doc/info/lang.html)."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from fluentorm.document.boxes import boxes_of
from fluentorm.document.links import links_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fluentorm.document.boxes import Box
    from fluentorm.document.links import Link
    from fluentorm.schema.objects import SchemaModel

_HEAD = """digraph schema {
  graph [rankdir=RL, nodesep=0.4, ranksep=1.2]
  node [shape=plain, fontname="monospace", fontsize=10]
  edge [dir=both, arrowsize=0.8, fontname="monospace", fontsize=8]"""


def dot(model: SchemaModel) -> str:
    """Return the text of a graph whose nodes are tables with their columns."""
    links = links_of(model)
    boxes = boxes_of(model, links)
    lines = [_HEAD, *map(_node, boxes.values()), *(_edge(link, boxes) for link in links), "}"]
    return "\n".join(lines) + "\n"


def _node(box: Box) -> str:
    rows = "".join(
        f'<tr><td align="left" port="{number}">{escape(f"{line.mark} {line.name}".strip())}</td>'
        f'<td align="left">{escape(line.type) or " "}</td></tr>'
        for number, line in enumerate(box.lines)
    )
    title = f'<tr><td colspan="2" bgcolor="lightgrey"><b>{escape(box.title)}</b></td></tr>'
    label = (
        f'<table border="0" cellborder="1" cellspacing="0" cellpadding="4">{title}{rows}</table>'
    )
    return f"  {_quoted(box.table)} [label=<{label}>]"


def _edge(link: Link, boxes: Mapping[str, Box]) -> str:
    start = _end(boxes[link.table], link.columns)
    end = _end(boxes[link.target], link.target_columns)
    tail, head = "tee" if link.unique else "crow", "teeodot" if link.optional else "tee"
    return f"  {start} -> {end} [arrowtail={tail}, arrowhead={head}]"


def _end(box: Box, columns: tuple[str, ...]) -> str:
    ports = [number for number, line in enumerate(box.lines) if line.column in columns[:1]]
    return f"{_quoted(box.table)}:{ports[0]}" if ports else _quoted(box.table)


def _quoted(text: str) -> str:
    """Return a quoted ID; a backslash stays one, and only before the closing quote it may not."""
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"' if not escaped.endswith("\\") else f'"{escaped} "'
