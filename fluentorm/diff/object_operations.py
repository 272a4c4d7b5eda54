"""The operations on objects beside tables, one after another as they stand in a delta."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.diff.operations import AlterObject, CreateObject, DropObject, Operation
from fluentorm.schema.database_objects import Publication
from fluentorm.schema.database_objects import Sequence as SequenceObject

if TYPE_CHECKING:
    from fluentorm.diff.object_delta import ObjectDelta
    from fluentorm.schema.database_objects import DatabaseObject


def object_operations(delta: ObjectDelta) -> Iterator[Operation]:
    """Return the operations on objects; sequences come and go without their owners."""
    for item in delta.dropped:
        if isinstance(item, SequenceObject) and item.owned_by is not None:
            free = _unowned(item)
            yield AlterObject(before=item, after=free)
            yield DropObject(object=free)
        else:
            yield DropObject(object=item)
    for before, after in delta.altered:
        between = _between(before, after, delta.loosened.get(before.ref, frozenset()))
        if between != before and (between != after or before == after):
            yield AlterObject(before=before, after=between)
            before = between
        others = delta.dependents.get(before.ref, ())
        yield AlterObject(before=before, after=after, dependents=others)
    for item in delta.created:
        if isinstance(item, SequenceObject) and item.owned_by is not None:
            free = _unowned(item)
            yield CreateObject(object=free)
            yield AlterObject(before=free, after=item)
        else:
            yield CreateObject(object=item)


def _between(
    before: DatabaseObject, after: DatabaseObject, loosened: frozenset[str]
) -> DatabaseObject:
    """Return what an object is when it has let go of what goes and not yet taken what comes."""
    if isinstance(before, SequenceObject) and isinstance(after, SequenceObject):
        # Nobody's for a while, so that its owner may go before the next one comes.
        owners = {before.owned_by, after.owned_by}
        return _unowned(before) if len(owners) > 1 and None not in owners else after
    if not (isinstance(before, Publication) and isinstance(after, Publication)):
        return after
    kept = {table.table for table in after.tables} - loosened
    return replace(
        before,
        tables=tuple(
            table
            for table in before.tables
            if table.table in kept and not ("" in loosened and table.where)
        ),
        namespaces=tuple(name for name in before.namespaces if name in after.namespaces),
    )


def _unowned(item: SequenceObject) -> SequenceObject:
    return replace(item, owned_by=None)
