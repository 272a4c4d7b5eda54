"""A table as the calls of its file: columns, keys, relations, indexes, and what hangs on it."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from fluentorm.pull.attached import attached_call
from fluentorm.pull.calls import Call
from fluentorm.pull.columns import (
    Context,
    column_calls,
    is_soft_delete,
    is_stamp,
    not_null_calls,
)
from fluentorm.pull.constraints import (
    constraint_calls,
    detail_calls,
    grant_calls,
    index_calls,
    inline_key,
    inline_unique,
)
from fluentorm.pull.inherited import override_calls
from fluentorm.pull.partitions import place_arguments
from fluentorm.pull.relations import belongs_to
from fluentorm.schema.qualified import written_beside
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fluentorm.schema.database_objects import DatabaseObject
    from fluentorm.schema.objects import Column, Enum, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the files of tables need to know of the whole model.

    All are by the key of a table, but ``labels`` (values of enum types by column type): all
    ``tables``, the enums that a table's file declares by column type, the columns whose sequences
    it declares, what hangs on the table, its partitions, the names of its relations by constraint,
    its ``has_many`` calls. With ``mixins_last``, ``timestamps()`` and ``soft_delete()`` are used
    only for the last columns.
    """

    tables: Mapping[str, Table] = field(default_factory=dict)
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    enums: Mapping[str, Mapping[str, Enum]] = field(default_factory=dict)
    serials: Mapping[str, frozenset[str]] = field(default_factory=dict)
    attached: Mapping[str, Sequence[DatabaseObject]] = field(default_factory=dict)
    partitions: Mapping[str, Sequence[Table]] = field(default_factory=dict)
    relations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    inverse: Mapping[str, Sequence[Call]] = field(default_factory=dict)
    mixins_last: bool = False


def table_calls(table: Table, around: Surroundings) -> tuple[Call, ...]:
    """Return the calls that declare a table, its partitions included."""
    return tuple(_table_calls(table, around))


def _table_calls(table: Table, around: Surroundings) -> Iterator[Call]:
    if table.comment is not None:
        yield Call(method="comment", arguments={"text": table.comment})
    yield from _fields(table, around)
    yield from override_calls(table, around.tables, around.labels)
    for column in table.columns.values():
        if column.details.inherited:
            yield from not_null_calls(column)
    yield from constraint_calls(table)
    named = around.relations.get(table.name, {})
    for key in table.foreign_keys:
        yield belongs_to(table.name, key, named[key.name])
    yield from around.inverse.get(table.name, ())
    yield from index_calls(table)
    yield from detail_calls(table.details)
    for item in around.attached.get(table.name, ()):
        yield attached_call(item, of_table=True)
    yield from grant_calls(table.details.privileges)
    for partition in around.partitions.get(table.name, ()):
        yield _partition(partition, table, around)


def _partition(table: Table, parent: Table, around: Surroundings) -> Call:
    return Call(
        method="partition",
        arguments={
            "name": written_beside(parent.name, table.name),
            **place_arguments(table.details),
        },
        parts=tuple(_table_calls(table, around)),
    )


def _fields(table: Table, around: Surroundings) -> Iterator[Call]:
    key = table.primary_key
    context = Context(
        table=table.name,
        key=inline_key(table),
        alone=key.columns[0] if key is not None and len(key.columns) == 1 else None,
        unique=inline_unique(table),
        references=frozenset(name for key in table.foreign_keys for name in key.columns),
        enums=around.enums.get(table.name, {}),
        labels=around.labels,
        serials=around.serials.get(table.name, frozenset()),
    )
    columns = [column for column in table.columns.values() if not column.details.inherited]
    allowed = _tail(columns, context) if around.mixins_last else 0
    position = 0
    while position < len(columns):
        mixin, length = None, 1
        if position >= allowed:
            mixin, length = _mixin(columns[position : position + 2], context)
        if mixin is None:
            yield from column_calls(columns[position], context)
        else:
            yield mixin
        position += length


def _tail(columns: Sequence[Column], context: Context) -> int:
    """Return where the columns begin that mixins make at the end: timestamps, then soft delete."""
    end = len(columns)
    if columns and _mixin(columns[end - 1 :], context)[0] is not None:
        end -= 1
    return end - 2 if _mixin(columns[max(0, end - 2) : end], context)[1] > 1 else end


def _mixin(columns: Sequence[Column], context: Context) -> tuple[Call | None, int]:
    """Return the call that makes the first column or two, and how many it makes."""
    special = {*context.unique, *context.references, context.key}
    plain = [column for column in columns if column.name not in special]
    zone = is_soft_delete(plain[0]) if plain and plain[0] is columns[0] else None
    if zone is not None:
        return Call(method="soft_delete", arguments={} if zone else {"timezone": False}), 1
    stamps = [is_stamp(c, n) for c, n in zip(plain, ("created_at", "updated_at"), strict=False)]
    if len(stamps) == len(columns) > 1 and stamps[0] is not None and stamps[0] == stamps[1]:
        zoned = {} if stamps[0] else {"timezone": False}
        return Call(method="timestamps", arguments=zoned), 2
    return None, 1
