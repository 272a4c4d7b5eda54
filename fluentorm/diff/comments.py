"""Comments that change on objects which stay.

New objects bring their comment along, and so do changed constraints and indexes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol, TypeVar

from fluentorm.diff.delta import Delta, TableDelta
from fluentorm.diff.operations import CommentKind, SetComment


class _Commented(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def comment(self) -> str | None: ...


_Item = TypeVar("_Item", bound=_Commented)


def comment_changes(delta: Delta) -> Iterator[SetComment]:
    """Return the changes of comments, enums first, by their new names."""
    for enum, after in _pairs(delta.moved.enums, delta.new.enums):
        yield from _change("enum", enum.name, enum, after)
    for table in delta.tables:
        yield from _table_comments(table)


def _table_comments(table: TableDelta) -> Iterator[SetComment]:
    yield from _change("table", table.name, table.moved, table.new)
    for column, new_column in _pairs(table.moved.columns, table.new.columns):
        yield from _change("column", table.name, column, new_column)
    for constraint, new_constraint in table.constraints.staying:
        yield from _change("constraint", table.name, constraint, new_constraint)
    for index, new_index in table.indexes.staying:
        yield from _change("index", table.name, index, new_index)


def _change(
    kind: CommentKind, table: str, before: _Commented, after: _Commented
) -> Iterator[SetComment]:
    if before.comment != after.comment:
        yield SetComment(
            kind=kind, table=table, name=after.name, before=before.comment, after=after.comment
        )


def _pairs(moved: Mapping[str, _Item], new: Mapping[str, _Item]) -> Iterator[tuple[_Item, _Item]]:
    return ((moved[name], item) for name, item in new.items() if name in moved)
