"""A ``using`` acts once: in the generation that sees it first.

It converts rows of the type before, which its file does not tell: at the next change of type the
same words would be wrong, or right by accident.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.diff.operations import AlterColumn
from fluentorm.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fluentorm.diff.operations import Operation
    from fluentorm.schema.objects import Column, SchemaModel


def unspent(before: Column, after: Column) -> str | None:
    """Return the ``using`` of a column that changes, None where it stood there before."""
    return None if after.using == before.using else after.using


def spent_usings(operations: Iterable[Operation], new: SchemaModel) -> Iterator[Problem]:
    """Say which changes of type leave the declared ``using`` out, since it stood there before."""
    for operation in operations:
        if not isinstance(operation, AlterColumn) or operation.after.using is not None:
            continue
        if operation.before.type == operation.after.type:
            continue
        column = new.tables[operation.table].columns[operation.after.name]
        if column.using is not None:
            yield Problem(
                f'the using of column "{column.name}" was there before this change of its type, '
                "and does not act again",
                column.origin,
                "if it is meant for this change, write it in other words, such as in parentheses; "
                "otherwise remove it",
            )
