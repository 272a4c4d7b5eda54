"""What is around a column that another one takes the place of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.objects import create_object, drop_object
from fluentorm.schema.database_objects import Sequence as SequenceObject
from fluentorm.schema.database_objects import Statistics
from fluentorm.schema.refs import Kind, Ref
from fluentorm.schema.tokens import mentioned
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fluentorm.dialects.postgres.online.scene import Scene
    from fluentorm.schema.objects import ForeignKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A foreign key to a column, of the table ``holder``, before and after it is moved."""

    holder: str
    before: ForeignKey
    after: ForeignKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The statements that take objects away, and those that bring them back."""

    drop: tuple[str, ...] = ()
    create: tuple[str, ...] = ()


def referencing(table: str, renamed: Mapping[str, str], scene: Scene) -> Iterator[Reference]:
    """Yield the foreign keys to some columns that are there on both sides of the change."""
    for holder in scene.before.tables.values():
        later = scene.after.tables.get(holder.name)
        for key in holder.foreign_keys:
            same = later is not None and later.constraints.get(key.name) == key
            over = key.references_table == table and renamed.keys() & set(key.references_columns)
            if same and over:
                columns = tuple(renamed.get(name, name) for name in key.references_columns)
                yield Reference(
                    holder=holder.name, before=key, after=replace(key, references_columns=columns)
                )


def owned_sequences(table: str, column: str, scene: Scene) -> list[str]:
    """Return the sequences that go with a column."""
    owner = Ref(Kind.COLUMN, table, column)
    return [
        item.name
        for item in scene.after.objects.values()
        if isinstance(item, SequenceObject) and item.owned_by == owner
    ]


def statistics_over(table: str, columns: Sequence[str], scene: Scene) -> Around:
    """Return the statements that move extended statistics over some columns to those after."""
    found = [
        item
        for item in scene.before.objects.values()
        if isinstance(item, Statistics)
        and item.table == table
        and item.ref in scene.after.objects
        and any(mentioned(text) & set(columns) for text in item.columns)
    ]
    return Around(
        drop=tuple(line for item in found for line in drop_object(item)),
        create=tuple(line for item in found for line in create_object(item)),
    )
