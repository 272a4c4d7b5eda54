"""What differs between two models, by name, once the declared renames are done.

Objects without data (constraints, indexes) are matched by what they are: one that only changed
its name is renamed, one that changed anything else is dropped and added. Foreign keys that cannot
outlive a change elsewhere (their key is replaced, the type under them changes) count as changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from typing import Generic, Literal, TypeVar

from fluentorm.diff.alterable_parts import can_alter_part
from fluentorm.diff.families import is_concrete, keeps_foreign_key
from fluentorm.diff.inheritance import carry, in_order, parents, repartitioned, settled
from fluentorm.diff.object_delta import NO_OBJECTS, ObjectDelta, compare_objects, parts_of
from fluentorm.diff.partitions import Shared, aimed, joined, left
from fluentorm.diff.rename_order import Rename, rename_order
from fluentorm.diff.uses import item_columns, supports_foreign_key
from fluentorm.schema.database_objects import Sequence as SequenceObject
from fluentorm.schema.dependencies import Depends, dependencies
from fluentorm.schema.lazy import differing, mentioning
from fluentorm.schema.objects import (
    Column,
    Constraint,
    Enum,
    ForeignKey,
    Index,
    PrimaryKey,
    SchemaModel,
    Table,
    TableDetails,
    Unique,
)
from fluentorm.schema.refs import Kind, Ref
from fluentorm.values import dataclass

_Item = TypeVar("_Item", Constraint, Index)
_NO_DEPENDS: Depends = {}


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
        return frozenset(
            new.name for moved, new in self.altered_enums if not _only_adds(moved, new)
        )

    def before(self, table: str) -> Table:
        """Return a table as it was before the declared renames, by its name after them."""
        return self.old.tables[self.old_names.get(table, table)]


def _only_adds(before: Enum, after: Enum) -> bool:
    remaining = iter(after.values)
    return all(value in remaining for value in before.values)


def altered(before: Column, after: Column) -> bool:
    """Say whether more than the comment of a column differs."""
    return before != after and before != replace(after, comment=before.comment)


def compare(
    old: SchemaModel, moved: SchemaModel, new: SchemaModel, old_names: Mapping[str, str]
) -> Delta:
    """Return what differs between ``moved`` and ``new``, in time linear in their size."""
    changed = {
        name: new.tables[name]
        for name in differing(moved.tables, new.tables)
        if name in moved.tables and name in new.tables and moved.tables[name] != new.tables[name]
    }
    remade = repartitioned(moved, new, changed)
    changed = {name: table for name, table in changed.items() if name not in remade}
    found, only = carry(moved, new, changed)

    def start(name: str) -> Table:
        table, aim = found.get(name, moved.tables[name]), new.tables[name]
        return settled(table, aim, left(table, aim, moved))

    def delta_of(name: str, table: Table) -> TableDelta:
        before, after = found.get(name, moved.tables[name]), new.tables[name]
        shared = joined(table, after, moved, new)
        delta = _table_delta(table, aimed(table, after, shared))
        return replace(delta, left=left(before, after, moved), joined=shared)

    starts = {
        name: start(name)
        for name in dict.fromkeys((*changed, *found))
        if name in new.tables and name not in remade
    }
    deltas = {
        name: delta_of(name, table) for name, table in starts.items() if table != new.tables[name]
    }
    created = [
        new.tables[name] for name in new.tables if name not in moved.tables or name in remade
    ]
    dropped = [
        found.get(name, moved.tables[name])
        for name in moved.tables
        if name not in new.tables or name in remade
    ]
    objects, needs, wanted = NO_OBJECTS, _NO_DEPENDS, _NO_DEPENDS
    if moved.objects or new.objects or _retypes_under_generated(moved, new, deltas):
        needs, wanted = dependencies(moved), dependencies(new)
        objects = _object_delta(moved, new, deltas, dropped, needs, wanted)
        serials = _serials(deltas, objects)
        for ref, sequence in serials.items():
            delta = deltas[ref.name]
            known = {**delta.serials, ref.part or "": sequence}
            deltas[ref.name] = replace(delta, serials=known)
        objects = objects.without((one.ref for one in serials.values()), serials)
        touched = {ref.name for ref in objects.parts if ref.name in new.tables} - remade
        for table in sorted(touched):
            delta = deltas.get(table) or delta_of(table, start(table))
            deltas[table] = _stepped_aside(delta, objects.parts)
    order, cycles = rename_order(_renames(deltas.values()), {*old_names, *old_names.values()})
    for rename in cycles:
        delta = deltas[rename.table]
        deltas[rename.table] = delta.demoted(rename.kind, {rename.before})
    unsettled = _unsettled(moved, deltas, remade)
    for table, names in unsettled.items():
        if table in new.tables and table not in remade:
            delta = deltas.get(table) or delta_of(table, start(table))
            deltas[table] = delta.demoted("constraint", names)
    still = {(r.table, r.kind, r.before) for r in _renames(deltas.values())}
    return Delta(
        old=old,
        moved=moved,
        new=new,
        only=only,
        remade=remade,
        old_names=old_names,
        tables=_in_order(new, deltas),
        created=tuple(created),
        dropped=_children_first(dropped),
        objects=objects,
        needs=needs,
        wanted=wanted,
        unsettled=unsettled,
        renames=tuple(r for r in order if (r.table, r.kind, r.before) in still),
        created_enums=tuple(e for name, e in new.enums.items() if name not in moved.enums),
        dropped_enums=tuple(e for name, e in moved.enums.items() if name not in new.enums),
        altered_enums=tuple(
            (moved.enums[name], enum)
            for name, enum in new.enums.items()
            if name in moved.enums and moved.enums[name].values != enum.values
        ),
    )


def _serials(deltas: Mapping[str, TableDelta], objects: ObjectDelta) -> dict[Ref, SequenceObject]:
    """Return the sequences of columns that get an identity instead, or had one, by column."""
    going = {item.owned_by: item for item in objects.dropped if isinstance(item, SequenceObject)}
    coming = {item.owned_by: item for item in objects.created if isinstance(item, SequenceObject)}
    found = {}
    for name, delta in deltas.items() if going or coming else ():
        for before, after in delta.altered_columns:
            ref = Ref(Kind.COLUMN, name, after.name)
            counted = before.identity is None and "nextval" in (before.default or "")
            counts = after.identity is None and "nextval" in (after.default or "")
            if counted and after.identity is not None and ref in going:
                found[ref] = going[ref]
            elif counts and before.identity is not None and ref in coming:
                found[ref] = coming[ref]
    return {
        ref: item
        for ref, item in found.items()
        if item.ref not in objects.rebuilt and ref not in objects.retyped
    }


def _retypes_under_generated(
    moved: SchemaModel, new: SchemaModel, deltas: Mapping[str, TableDelta]
) -> bool:
    """Say whether a generated column may stand on a column, or an enum, that gets another type."""
    swapped = any(
        name in new.enums and not _only_adds(enum, new.enums[name])
        for name, enum in moved.enums.items()
    )
    if swapped:
        generated = mentioning(moved.tables, "generated")
        return any(column.generated for table in generated for column in table.columns.values())
    return any(
        any(column.generated for column in delta.moved.columns.values())
        and any(before.type != after.type for before, after in delta.altered_columns)
        for delta in deltas.values()
    )


def _children_first(tables: Sequence[Table]) -> tuple[Table, ...]:
    if not any(parents(table) for table in tables):
        return tuple(tables)
    return tuple(reversed(in_order({table.name: table for table in tables})))


def _in_order(new: SchemaModel, deltas: Mapping[str, TableDelta]) -> tuple[TableDelta, ...]:
    """Return the deltas in the order of the schema, but parents before their children."""
    tables = {name: new.tables[name] for name in new.tables if name in deltas}
    return tuple(deltas[table.name] for table in in_order(tables))


def _table_delta(moved: Table, new: Table) -> TableDelta:
    delta = TableDelta(
        moved=moved,
        new=new,
        constraints=_match(moved.constraints, new.constraints),
        indexes=_match(moved.indexes, new.indexes),
    )
    recreated = {
        name
        for name, column in new.columns.items()
        if name in moved.columns
        and not column.details.inherited
        and _is_recreated(moved.columns[name], column)
    }
    return _with_recreated(delta, recreated) if recreated else delta


def _is_recreated(before: Column, after: Column) -> bool:
    """Say whether a column becomes another kind of generated one, which no ALTER can do.

    What was stored as generated may become a plain column (DROP EXPRESSION), and the expression
    may change (SET EXPRESSION, PostgreSQL 17).
    """
    if before.generated is None or after.generated is None:
        virtual = before.generated is not None and before.generated.virtual
        return after.generated is not None or virtual
    return before.generated.virtual != after.generated.virtual


def _with_recreated(delta: TableDelta, names: Iterable[str]) -> TableDelta:
    """Return the delta with columns dropped and added, and what is over them."""
    columns = delta.recreated.union(names)
    over_keys = {b.name for b, _ in delta.constraints.staying if columns & item_columns(b)}
    over_indexes = {b.name for b, _ in delta.indexes.staying if columns & item_columns(b)}
    delta = delta.demoted("constraint", over_keys).demoted("index", over_indexes)
    return replace(delta, recreated=columns)


def _stepped_aside(delta: TableDelta, parts: frozenset[Ref]) -> TableDelta:
    """Return the delta with what depends on something that is made anew dropped and added."""
    name = delta.name
    delta = delta.demoted("constraint", set(parts_of(parts, name, Kind.CONSTRAINT)))
    delta = delta.demoted("index", set(parts_of(parts, name, Kind.INDEX)))
    generated = [
        column
        for column in parts_of(parts, name, Kind.COLUMN)
        if column in delta.new.columns
        and column in delta.moved.columns
        and delta.moved.columns[column].generated
        and not delta.moved.columns[column].details.inherited
    ]
    return _with_recreated(delta, generated) if generated else delta


def _object_delta(
    moved: SchemaModel,
    new: SchemaModel,
    deltas: Mapping[str, TableDelta],
    dropped: Iterable[Table],
    needs: Depends,
    wanted: Depends,
) -> ObjectDelta:
    changing: set[Ref] = set()
    going = {Ref(Kind.TABLE, table.name) for table in dropped}
    going |= {Ref(Kind.COLUMN, table.name, name) for table in dropped for name in table.columns}
    for name, delta in deltas.items():
        changing.update(
            Ref(Kind.COLUMN, name, before.name)
            for before, after in delta.altered_columns
            if (before.type, before.collation) != (after.type, after.collation)
        )
        changing.update(Ref(Kind.COLUMN, name, column) for column in delta.recreated)
        going.update(Ref(Kind.COLUMN, name, column.name) for column in delta.dropped_columns)
        going.update(Ref(Kind.CONSTRAINT, name, item.name) for item in delta.constraints.dropped)
    changing.update(
        Ref(Kind.ENUM, name)
        for name, enum in new.enums.items()
        if name in moved.enums and not _only_adds(moved.enums[name], enum)
    )
    return compare_objects(
        moved.objects,
        new.objects,
        needs=needs,
        wanted=wanted,
        tables=moved.tables,
        changing=frozenset(changing),
        going=frozenset(going - changing),
        growing=[
            Ref(Kind.ENUM, name)
            for name, enum in new.enums.items()
            if name in moved.enums
            and moved.enums[name].values != enum.values
            and _only_adds(moved.enums[name], enum)
        ],
    )


def _match(moved: Mapping[str, _Item], new: Mapping[str, _Item]) -> Matching[_Item]:
    """Match by name and definition first, then by declared rename, then by definition."""
    kept = [
        (item, new[name]) for name, item in moved.items() if name in new and _same(item, new[name])
    ]
    altered = [
        (item, new[name])
        for name, item in moved.items()
        if name in new and can_alter_part(item, new[name]) and not _same(item, new[name])
    ]
    same = {item.name for item, _ in kept + altered}
    gone = {name: item for name, item in moved.items() if name not in same}
    alike: dict[_Item, list[str]] = {}
    for name, item in gone.items():
        alike.setdefault(_definition(item), []).append(name)
    added = []
    arrived = [item for name, item in new.items() if name not in same]
    for item in sorted(arrived, key=lambda item: item.renamed_from not in gone):
        names = alike.get(_definition(item))
        if not names:
            added.append(item)
            continue
        before = item.renamed_from if item.renamed_from in names else names[0]
        names.remove(before)
        kept.append((gone.pop(before), item))
    position = {name: number for number, name in enumerate(new)}
    added.sort(key=lambda item: position[item.name])
    return Matching(
        kept=tuple(kept), altered=tuple(altered), dropped=tuple(gone.values()), added=tuple(added)
    )


def _definition(item: _Item) -> _Item:
    return replace(item, name="", comment=None)


def _same(item: _Item, other: _Item) -> bool:
    return item == other or _definition(item) == _definition(other)


def _renames(deltas: Iterable[TableDelta]) -> list[Rename]:
    """Return the kept constraints and indexes whose names differ, in the order of the tables."""
    return [
        Rename.of(delta.name, before, after)
        for delta in deltas
        for before, after in (*delta.constraints.kept, *delta.indexes.kept)
        if before.name != after.name
    ]


def _unsettled(
    moved: SchemaModel, deltas: Mapping[str, TableDelta], remade: frozenset[str]
) -> dict[str, set[str]]:
    """Return the foreign keys whose key is replaced, or under which a type changes, by table.

    So are those to tables that are made anew.
    """
    keys = {
        delta.name: (*delta.constraints.dropped, *delta.indexes.dropped)
        for delta in deltas.values()
        if delta.constraints.dropped or delta.indexes.dropped
    }
    retyped = {
        (delta.name, before.name): keeps_foreign_key(before.type, after.type)
        for delta in deltas.values()
        for before, after in delta.altered_columns
        if before.type != after.type
    }
    if not keys and not retyped and not remade:
        return {}
    found: dict[str, set[str]] = {}
    for table in mentioning(moved.tables, *keys, *remade, *(name for name, _ in retyped)):
        for key in table.foreign_keys:
            target = key.references_table
            replaced = any(supports_foreign_key(item, key) for item in keys.get(target, ()))
            replaced = replaced or _is_rebuilt(key, moved.tables[target], retyped)
            if target in remade:
                replaced = True
            if replaced or not _outlives(key, table, moved.tables[target], retyped):
                found.setdefault(table.name, set()).add(key.name)
    return found


def _is_rebuilt(key: ForeignKey, target: Table, retyped: Mapping[tuple[str, str], bool]) -> bool:
    """Say whether the type of a column that a key only includes changes.

    PostgreSQL then makes the key's index anew, which it refuses while a foreign key stands on it.
    """
    return any(
        (target.name, name) in retyped
        for item in target.constraints.values()
        if isinstance(item, PrimaryKey | Unique) and supports_foreign_key(item, key)
        for name in item.include
    )


def _outlives(
    key: ForeignKey, table: Table, target: Table, retyped: Mapping[tuple[str, str], bool]
) -> bool:
    """Say whether a foreign key stands changes of types; ``retyped`` says it of each column."""
    ends = [
        *((table, name) for name in key.columns),
        *((target, name) for name in key.references_columns),
    ]
    kept = [retyped[end.name, name] for end, name in ends if (end.name, name) in retyped]
    concrete = all(is_concrete(end.columns[name].type) for end, name in ends) if kept else True
    return concrete and all(kept)
