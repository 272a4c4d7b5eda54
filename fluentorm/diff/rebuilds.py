"""Which operations belong together because objects are made anew in between.

A view that is dropped and made again, a column that holds text while its type is made again, an
index that steps aside for it: whoever runs one half of these has a database that nobody wants. So
all of it is one change, from the first drop to the last return.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fluentorm.diff.footprint import footprint
from fluentorm.diff.operations import AlterColumn, CreateObject, DropObject, Operation
from fluentorm.schema.refs import Kind, Ref

_PARTS = frozenset({Kind.COLUMN, Kind.CONSTRAINT, Kind.INDEX})
_Span = tuple[int, int]


def rebuilds(operations: Sequence[Operation]) -> dict[int, int]:
    """Return where each group begins, and the number behind its last operation."""
    if not any(isinstance(operation, DropObject | AlterColumn) for operation in operations):
        return {}
    spans = list(_spans(operations))
    groups = [span for ref, span in spans if ref.kind not in _PARTS or _in_text(operations, span)]
    others = [span for ref, span in spans if ref.kind in _PARTS]
    if not groups:
        return {}
    return {start: end + 1 for start, end in _grown(_merged(groups), others)}


def _spans(operations: Sequence[Operation]) -> Iterator[tuple[Ref, _Span]]:
    """Yield what goes and comes back, or changes twice, with the first and the last number."""
    gone: dict[Ref, int] = {}
    altered: dict[Ref, int] = {}
    for number, operation in enumerate(operations):
        one = footprint(operation)
        for ref in one.makes & gone.keys():
            if _returns(operation, ref):
                yield ref, (gone.pop(ref), number)
        gone.update(dict.fromkeys(one.kills, number))
        if isinstance(operation, AlterColumn):
            for ref in one.changes:
                if ref in altered:
                    yield ref, (altered[ref], number)
                altered.setdefault(ref, number)


def _in_text(operations: Sequence[Operation], span: _Span) -> bool:
    """Say whether a column holds its values as text in between."""
    away, back = operations[span[0]], operations[span[1]]
    if not (isinstance(away, AlterColumn) and isinstance(back, AlterColumn)):
        return False
    same = away.before.type == back.after.type
    return same and away.after.type == "text" == back.before.type != away.before.type


def _returns(operation: Operation, ref: Ref) -> bool:
    return ref.kind in _PARTS or isinstance(operation, CreateObject)


def _merged(spans: Sequence[_Span]) -> list[_Span]:
    """Return spans that do not overlap, in order."""
    found: list[_Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _grown(groups: list[_Span], others: Sequence[_Span]) -> list[_Span]:
    """Return the groups with all spans that reach into them."""
    waiting = list(others)
    while True:
        touching = [span for span in waiting if any(_overlap(span, group) for group in groups)]
        if not touching:
            return groups
        waiting = [span for span in waiting if span not in touching]
        groups = _merged([*groups, *touching])


def _overlap(one: _Span, other: _Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
