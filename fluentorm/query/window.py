"""The frames of windows: which rows around the current one a window function sees."""

from __future__ import annotations

from fluentorm.errors import QueryError
from fluentorm.values import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame clause (manual, 4.2.8)."""

    sql: str


def rows(start: int | None = None, end: int | None = 0) -> Frame:
    """Return the frame from one row to another, counted from the current one.

    Negative numbers are rows before it; None is the first or the last row of the partition.

    >>> rows().sql, rows(-2, 2).sql
    ('ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW', 'ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING')
    """
    return _frame("ROWS", start, end)


def groups(start: int | None = None, end: int | None = 0) -> Frame:
    """Return a frame counted in groups of rows that are equal in the order."""
    return _frame("GROUPS", start, end)


def _frame(mode: str, start: int | None, end: int | None) -> Frame:
    for bound in (start, end):
        if bound is not None and (not isinstance(bound, int) or isinstance(bound, bool)):
            raise QueryError(f"a frame is bounded by whole numbers or None, not by {bound!r}")
    if start is not None and end is not None and start > end:
        raise QueryError("a frame cannot end before it starts")
    first = "UNBOUNDED PRECEDING" if start is None else _bound(start)
    last = "UNBOUNDED FOLLOWING" if end is None else _bound(end)
    return Frame(f"{mode} BETWEEN {first} AND {last}")


def _bound(offset: int) -> str:
    if offset == 0:
        return "CURRENT ROW"
    return f"{abs(offset)} {'PRECEDING' if offset < 0 else 'FOLLOWING'}"
