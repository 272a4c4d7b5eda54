"""What differs between two models: the values that an order of operations is found from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from functools import cached_property
from typing import Generic, Literal, TypeVar

from fluentorm.diff.object_delta import NO_OBJECTS, ObjectDelta
from fluentorm.diff.partitions import Shared
from fluentorm.diff.rename_order import Rename
from fluentorm.schema.database_objects import RangeType
from fluentorm.schema.database_objects import Sequence as SequenceObject
from fluentorm.schema.dependencies import Depends
from fluentorm.schema.names import usual_multirange
from fluentorm.schema.objects import (
    Column,
    Constraint,
    Enum,
    Index,
    SchemaModel,
    Table,
    TableDetails,
)
from fluentorm.schema.refs import OBJECT_TYPES
from fluentorm.values import dataclass

_Item = TypeVar("_Item", Constraint, Index)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching(Generic[_Item]):
    """The constraints or the indexes of a table before and after.

    ``kept`` are pairs that differ in name and comment at most, ``altered`` pairs that change in
    place; what changed its definition otherwise is both in ``dropped`` and in ``added``.
    """

    kept: tuple[tuple[_Item, _Item], ...] = ()
    altered: tuple[tuple[_Item, _Item], ...] = ()
    dropped: tuple[_Item, ...] = ()
    added: tuple[_Item, ...] = ()

    @property
    def staying(self) -> tuple[tuple[_Item, _Item], ...]:
        """All pairs that are not dropped and added."""
        return self.kept + self.altered

    def demoted(self, names: Iterable[str]) -> Matching[_Item]:
        """Return the same with the pairs of these (old) names dropped and added instead."""
        gone = set(names)
        moving = [pair for pair in self.staying if pair[0].name in gone]
        return Matching(
            kept=tuple(pair for pair in self.kept if pair[0].name not in gone),
            altered=tuple(pair for pair in self.altered if pair[0].name not in gone),
            dropped=self.dropped + tuple(before for before, _ in moving),
            added=self.added + tuple(after for _, after in moving),
        )


@dataclass(frozen=True, kw_only=True)
class TableDelta:
    """A table on both sides: ``moved`` is the old one after the declared renames.

    ``recreated`` are columns that are dropped and added: generated ones, whose values come back.
    ``left`` is what it shares with the parent that it leaves, and ``joined`` what it shares with
    the one that it joins: they are its own in between, in ``moved`` and in ``new``. ``serials``
    are the sequences, by column, whose place an identity takes, or that take the place of one.
    """

    moved: Table
    new: Table
    constraints: Matching[Constraint]
    indexes: Matching[Index]
    recreated: frozenset[str] = frozenset()
    left: Shared = ()
    joined: Shared = ()
    serials: Mapping[str, SequenceObject] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The table's name after the declared renames."""
        return self.new.name

    @cached_property
    def details(self) -> TableDetails:
        """The details when what is dropped is gone and what is renamed has its new name.

        An index that replica identity or clustering goes by takes that along to another name. One
        that does not stay is let go before: its successor would not have it, even of that name.
        """
        details = self.moved.details
        if details.replica_identity_index is None and details.cluster_on is None:
            return details
        staying = (*self.constraints.staying, *self.indexes.staying)
        names = {before.name: after.name for before, after in staying}
        return replace(
            details,
            replica_identity_index=names.get(details.replica_identity_index or ""),
            cluster_on=names.get(details.cluster_on or ""),
        )

    def demoted(self, kind: Literal["constraint", "index"], names: set[str]) -> TableDelta:
        """Return the same with the objects of these (old) names dropped and added."""
        if kind == "index":
            return replace(self, indexes=self.indexes.demoted(names))
        return replace(self, constraints=self.constraints.demoted(names))

    @cached_property
    def added_columns(self) -> tuple[Column, ...]:
        """The columns that only the new side has."""
        return tuple(
            column
            for name, column in self.new.columns.items()
            if name not in self.moved.columns or name in self.recreated
        )

    @cached_property
    def dropped_columns(self) -> tuple[Column, ...]:
        """The columns that only the old side has."""
        return tuple(
            column
            for name, column in self.moved.columns.items()
            if name not in self.new.columns or name in self.recreated
        )

    @cached_property
    def altered_columns(self) -> tuple[tuple[Column, Column], ...]:
        """The columns that differ in more than their comment, before and after."""
        return tuple(
            (self.moved.columns[name], column)
            for name, column in self.new.columns.items()
            if name in self.moved.columns
            and name not in self.recreated
            and altered(self.moved.columns[name], column)
        )


@dataclass(frozen=True, kw_only=True)
class Delta:
    """All that differs between two models; ``moved`` is ``old`` after the declared renames.

    ``tables`` are those on both sides that differ, ``created`` and ``dropped`` the others;
    ``dropped`` and the enums are as after the declared renames. ``renames`` are those of
    constraints and indexes in the order in which names become free, ``unsettled`` the foreign
    keys, by table, that cannot outlive another change. ``needs`` and ``wanted`` are what depends
    on what before and after; both are empty where only tables and enums are there. ``only`` are the
    columns, with their tables, that go or come while a child has them; ``remade`` are tables on
    both sides that are dropped and created, since they are partitioned otherwise.
    """

    old: SchemaModel
    moved: SchemaModel
    new: SchemaModel
    old_names: Mapping[str, str] = field(default_factory=dict)
    tables: tuple[TableDelta, ...] = ()
    created: tuple[Table, ...] = ()
    dropped: tuple[Table, ...] = ()
    renames: tuple[Rename, ...] = ()
    unsettled: Mapping[str, set[str]] = field(default_factory=dict)
    objects: ObjectDelta = NO_OBJECTS
    needs: Depends = field(default_factory=dict)
    wanted: Depends = field(default_factory=dict)
    only: frozenset[tuple[str, str]] = frozenset()
    remade: frozenset[str] = frozenset()
    created_enums: tuple[Enum, ...] = ()
    dropped_enums: tuple[Enum, ...] = ()
    altered_enums: tuple[tuple[Enum, Enum], ...] = ()

    @cached_property
    def swapped_enums(self) -> frozenset[str]:
        """The enums that lose or reorder values, so that their type is replaced."""
        return frozenset(new.name for moved, new in self.altered_enums if not only_adds(moved, new))

    @cached_property
    def made_types(self) -> frozenset[str]:
        """The keys of the types that the new model's objects are, and that ranges bring along."""
        types = [item for item in self.new.objects.values() if item.ref.kind in OBJECT_TYPES]
        ranges = [item for item in types if isinstance(item, RangeType)]
        brought = (item.multirange or usual_multirange(item.name) for item in ranges)
        return frozenset((*(item.ref.name for item in types), *brought))

    def before(self, table: str) -> Table:
        """Return a table as it was before the declared renames, by its name after them."""
        return self.old.tables[self.old_names.get(table, table)]


def only_adds(before: Enum, after: Enum) -> bool:
    """Say whether an enum keeps its values in their order, and gets more."""
    remaining = iter(after.values)
    return all(value in remaining for value in before.values)


def altered(before: Column, after: Column) -> bool:
    """Say whether more than the comment of a column differs."""
    return before != after and before != replace(after, comment=before.comment)
