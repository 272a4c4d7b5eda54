"""Where the boxes of a diagram go: no two overlap, and the same model is always drawn alike.

Tables that are linked form a group. In a group, what others refer to stands to the left of what
refers to it (longest path), in an order that keeps lines short (barycenters). The groups, the
largest first, then fill shelves of about the width of the whole drawing.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fluentorm.document.boxes import Box
    from fluentorm.document.links import Link

_BETWEEN_COLUMNS = 110
_BETWEEN_BOXES = 36
_BETWEEN_GROUPS = 70
_LOWEST_COLUMN = 900
_SWEEPS = 6
_ASPECT = 1.6

_Neighbours = dict[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The size of a diagram, and where each box's top left corner is, by table."""

    width: float
    height: float
    places: Mapping[str, tuple[float, float]]


def arrange(boxes: Mapping[str, Box], links: Iterable[Link]) -> Drawing:
    """Return where to draw each box."""
    pairs = sorted({(link.table, link.target) for link in links if link.table != link.target})
    around: _Neighbours = {name: [] for name in boxes}
    for table, target in pairs:
        around[table].append(target)
        around[target].append(table)
    groups = [_arranged(group, boxes, pairs, around) for group in _groups(around)]
    groups.sort(key=lambda group: (-len(group.places), min(group.places)))
    return _on_shelves(groups)


def _groups(around: _Neighbours) -> list[list[str]]:
    """Return the tables that links connect, each group sorted by name."""
    seen: set[str] = set()
    groups = []
    for start in sorted(around):
        if start in seen:
            continue
        seen.add(start)
        group, waiting = [], [start]
        while waiting:
            name = waiting.pop()
            group.append(name)
            for other in around[name]:
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        groups.append(sorted(group))
    return groups


def _arranged(
    group: Sequence[str],
    boxes: Mapping[str, Box],
    pairs: Sequence[tuple[str, str]],
    around: _Neighbours,
) -> Drawing:
    """Return the drawing of one group by itself."""
    members = set(group)
    ranks = _ranks(group, [pair for pair in pairs if pair[0] in members])
    layers: list[list[str]] = [[] for _ in range(max(ranks.values()) + 1)]
    for name in group:
        layers[ranks[name]].append(name)
    for _ in range(_SWEEPS):
        _sweep(layers, ranks, around)
    return _in_columns(layers, boxes)


def _ranks(group: Sequence[str], pairs: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Return each table's layer: one more than the highest that it refers to.

    Where references go round, the one that closes the circle does not count.
    """
    targets: _Neighbours = {name: [] for name in group}
    for table, target in pairs:
        targets[table].append(target)
    ranks: dict[str, int] = {}
    for start in group:
        entered = {start: iter(targets[start])}
        while entered:
            name = next(reversed(entered))
            following = next(entered[name], None)
            if following is None:
                known = (ranks[other] for other in targets[name] if other in ranks)
                ranks.setdefault(name, max(known, default=-1) + 1)
                del entered[name]
            elif following not in ranks and following not in entered:
                entered[following] = iter(targets[following])
    return ranks


def _sweep(layers: Sequence[list[str]], ranks: Mapping[str, int], around: _Neighbours) -> None:
    """Put each table at the mean height of those it is linked with, from left to right."""
    height = {
        name: (number + 0.5) / len(layer) for layer in layers for number, name in enumerate(layer)
    }
    for layer in layers:
        wanted = {
            name: _mean([height[other] for other in around[name]], height[name]) for name in layer
        }
        layer.sort(key=lambda name: (wanted[name], name))
        height |= {name: (number + 0.5) / len(layer) for number, name in enumerate(layer)}


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _in_columns(layers: Sequence[Sequence[str]], boxes: Mapping[str, Box]) -> Drawing:
    """Stack each layer, in several columns where it would be higher than all is wide."""
    area = sum(
        (boxes[name].height + _BETWEEN_BOXES) * (boxes[name].width + _BETWEEN_COLUMNS)
        for layer in layers
        for name in layer
    )
    most = max(_LOWEST_COLUMN, math.sqrt(area))
    columns = [column for layer in layers for column in _split(layer, boxes, most)]
    heights = [_stacked(column, boxes) for column in columns]
    height = max(heights)
    places, x = {}, 0.0
    for column, own in zip(columns, heights, strict=True):
        y = round((height - own) / 2)
        for name in column:
            places[name] = (x, float(y))
            y += round(boxes[name].height + _BETWEEN_BOXES)
        x += max(boxes[name].width for name in column) + _BETWEEN_COLUMNS
    return Drawing(width=x - _BETWEEN_COLUMNS, height=height, places=places)


def _split(layer: Sequence[str], boxes: Mapping[str, Box], most: float) -> list[list[str]]:
    columns: list[list[str]] = [[]]
    height = 0.0
    for name in layer:
        own = boxes[name].height + _BETWEEN_BOXES
        if columns[-1] and height + own > most:
            columns.append([])
            height = 0.0
        columns[-1].append(name)
        height += own
    return columns


def _stacked(column: Sequence[str], boxes: Mapping[str, Box]) -> float:
    return sum(round(boxes[name].height + _BETWEEN_BOXES) for name in column) - _BETWEEN_BOXES


def _on_shelves(groups: Sequence[Drawing]) -> Drawing:
    """Put groups side by side until a shelf is full, and the next shelf below."""
    area = sum((g.width + _BETWEEN_GROUPS) * (g.height + _BETWEEN_GROUPS) for g in groups)
    widest = max((g.width for g in groups), default=0.0)
    room = max(widest, math.sqrt(area * _ASPECT))
    places: dict[str, tuple[float, float]] = {}
    x = y = shelf = width = 0.0
    for group in groups:
        if x and x + group.width > room:
            x, y, shelf = 0.0, y + shelf + _BETWEEN_GROUPS, 0.0
        for name, (left, top) in group.places.items():
            places[name] = (x + left, y + top)
        width = max(width, x + group.width)
        x += group.width + _BETWEEN_GROUPS
        shelf = max(shelf, group.height)
    return Drawing(width=width, height=y + shelf, places=places)
