"""What differs between two models, by name, once the declared renames are done.

Objects without data (constraints, indexes) are matched by what they are: one that only changed
its name is renamed, one that changed anything else is dropped and added. Foreign keys that cannot
outlive a change elsewhere (their key is replaced, the type under them changes) count as changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from fluentorm.diff.delta import Delta, TableDelta, only_adds
from fluentorm.diff.graph import needed_first
from fluentorm.diff.inheritance import (
    carry,
    children_of,
    descendants,
    in_order,
    parents,
    repartitioned,
    settled,
)
from fluentorm.diff.inherited_names import joining_parents, left_parents
from fluentorm.diff.matching import match
from fluentorm.diff.object_delta import NO_OBJECTS, ObjectDelta, compare_objects, parts_of
from fluentorm.diff.partitions import aimed, joined, left, with_own_checks
from fluentorm.diff.recreated import NEWEST, Able, recreated_columns
from fluentorm.diff.recreated import published as find_published
from fluentorm.diff.rename_order import Rename, rename_order
from fluentorm.diff.unsettled import unsettled as find_unsettled
from fluentorm.diff.uses import enum_of, item_columns
from fluentorm.schema.database_objects import Sequence as SequenceObject
from fluentorm.schema.dependencies import Depends, dependencies
from fluentorm.schema.lazy import differing, mentioning
from fluentorm.schema.objects import Column, SchemaModel, Table
from fluentorm.schema.qualified import bare_name, quote_name
from fluentorm.schema.refs import OBJECT_TYPES, Kind, Ref

# Of more than these it is faster to read all tables than to look for names in their texts.
_FEW = 20
_NO_DEPENDS: Depends = {}


def compare(
    old: SchemaModel,
    moved: SchemaModel,
    new: SchemaModel,
    old_names: Mapping[str, str],
    version: int = NEWEST,
) -> Delta:
    """Return what differs between ``moved`` and ``new``, in time linear in their size.

    ``version`` is the server's that changes, as it tells it (150000).
    """
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
        table = with_own_checks(table, aim, moved.tables)
        alone = settled(table, aim, left(table, aim, moved))
        return left_parents(alone, moved.tables, new.tables)

    def delta_of(name: str, table: Table) -> TableDelta:
        before, after = found.get(name, moved.tables[name]), new.tables[name]
        shared = joined(table, after, moved, new)
        aim = joining_parents(aimed(table, after, shared), moved.tables, new.tables)
        delta = _table_delta(table, aim, able(name))
        return replace(delta, left=left(before, after, moved), joined=shared)

    published = find_published(moved, new)

    def able(name: str) -> Able:
        return Able(version=version, published=published(name))

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
    if (
        moved.objects
        or new.objects
        or _retypes_under(moved, new, deltas)
        or _comes_with_rows(created, dropped, deltas)
    ):
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
    unsettled = find_unsettled(moved, deltas, remade)
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
        dropped=_users_first(_children_first(dropped)),
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
    gone = [item for item in objects.dropped if isinstance(item, SequenceObject)]
    made = [item for item in objects.created if isinstance(item, SequenceObject)]
    going = {(item.owned_by, bare_name(item.name)): item for item in gone}
    coming = {(item.owned_by, bare_name(item.name)): item for item in made}
    found = {}
    for name, delta in deltas.items() if going or coming else ():
        for before, after in delta.altered_columns:
            ref = Ref(Kind.COLUMN, name, after.name)
            counted = None if before.identity is not None else _sequence_of(before, ref, going)
            counts = None if after.identity is not None else _sequence_of(after, ref, coming)
            if counted is not None and after.identity is not None:
                found[ref] = counted
            elif counts is not None and before.identity is not None:
                found[ref] = counts
    return {
        ref: item
        for ref, item in found.items()
        if item.ref not in objects.rebuilt and ref not in objects.retyped
    }


def _sequence_of(
    column: Column, ref: Ref, owned: Mapping[tuple[Ref | None, str], SequenceObject]
) -> SequenceObject | None:
    """Return the sequence that a default counts with, of those that its column may own."""
    default = column.default or ""
    if "nextval" not in default:
        return None
    return next(
        (item for (owner, name), item in owned.items() if owner == ref and name in default), None
    )


def _retypes_under(moved: SchemaModel, new: SchemaModel, deltas: Mapping[str, TableDelta]) -> bool:
    """Say whether a column may stand on what gets another type: a column, a row, or an enum.

    A generated one is made of columns; of rows are those that have a table as their type.
    """
    swapped = any(
        name in new.enums and not only_adds(enum, new.enums[name])
        for name, enum in moved.enums.items()
    )
    if swapped:
        generated = mentioning(moved.tables, "generated")
        return any(column.generated for table in generated for column in table.columns.values())
    retyped = [
        delta.moved
        for delta in deltas.values()
        if any(before.type != after.type for before, after in delta.altered_columns)
    ]
    if any(column.generated for table in retyped for column in table.columns.values()):
        return True
    rows = {table.name for table in retyped}
    words = [word for row in map(quote_name, rows) for word in (row, f"{row}[]")]
    few = 0 < len(rows) < _FEW
    holders = mentioning(moved.tables, *words) if few else moved.tables.values() if rows else ()
    return any(enum_of(column.type) in rows for one in holders for column in one.columns.values())


def _comes_with_rows(
    created: Sequence[Table], dropped: Sequence[Table], deltas: Mapping[str, TableDelta]
) -> bool:
    """Say whether a column comes or goes whose type is a table that does."""
    names = {table.name for table in (*created, *dropped)}
    if not names:
        return False
    columns = (column for table in (*created, *dropped) for column in table.columns.values())
    more = (
        column
        for delta in deltas.values()
        for column in (*delta.added_columns, *delta.dropped_columns)
    )
    return any(enum_of(column.type) in names for column in chain(columns, more))


def _users_first(tables: tuple[Table, ...]) -> tuple[Table, ...]:
    """Let tables with columns of the type of another table's rows go before that one."""
    names = {table.name for table in tables}
    users: dict[str, list[str]] = {}
    for table in tables:
        for kind in {enum_of(column.type) for column in table.columns.values()} & names:
            users.setdefault(kind, []).append(table.name)
    if not users:
        return tables
    by_name = {table.name: table for table in tables}
    return tuple(by_name[name] for name in needed_first(by_name, users))


def _children_first(tables: Sequence[Table]) -> tuple[Table, ...]:
    if not any(parents(table) for table in tables):
        return tuple(tables)
    return tuple(reversed(in_order({table.name: table for table in tables})))


def _in_order(new: SchemaModel, deltas: Mapping[str, TableDelta]) -> tuple[TableDelta, ...]:
    """Return the deltas in the order of the schema, but parents before their children."""
    tables = {name: new.tables[name] for name in new.tables if name in deltas}
    return tuple(deltas[table.name] for table in in_order(tables))


def _table_delta(moved: Table, new: Table, able: Able) -> TableDelta:
    delta = TableDelta(
        moved=moved,
        new=new,
        constraints=match(moved.constraints, new.constraints),
        indexes=match(moved.indexes, new.indexes),
    )
    recreated = recreated_columns(moved, new, able)
    return _with_recreated(delta, recreated) if recreated else delta


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
    children: dict[str, list[str]] | None = None
    going = {Ref(Kind.TABLE, table.name) for table in dropped}
    going |= {Ref(Kind.COLUMN, table.name, name) for table in dropped for name in table.columns}
    for name, delta in deltas.items():
        retyped = [
            before.name
            for before, after in delta.altered_columns
            if (before.type, before.collation) != (after.type, after.collation)
        ]
        if retyped and children is None:
            children = children_of(moved)
        holders = (name, *descendants(children or {}, name)) if retyped else ()
        changing.update(Ref(Kind.COLUMN, key, column) for key in holders for column in retyped)
        changing.update(Ref(Kind.COLUMN, name, column) for column in delta.recreated)
        going.update(Ref(Kind.COLUMN, name, column.name) for column in delta.dropped_columns)
        going.update(Ref(Kind.CONSTRAINT, name, item.name) for item in delta.constraints.dropped)
    other_types = {ref.name for ref in new.objects if ref.kind in OBJECT_TYPES}
    going |= {Ref(Kind.ENUM, name) for name in moved.enums if name in other_types - {*new.enums}}
    changing.update(
        Ref(Kind.ENUM, name)
        for name, enum in new.enums.items()
        if name in moved.enums and not only_adds(moved.enums[name], enum)
    )
    return compare_objects(
        moved.objects,
        new.objects,
        needs=needs,
        wanted=wanted,
        tables=moved.tables,
        later=new.tables,
        changing=frozenset(changing),
        going=frozenset(going - changing),
        growing=[
            Ref(Kind.ENUM, name)
            for name, enum in new.enums.items()
            if name in moved.enums
            and moved.enums[name].values != enum.values
            and only_adds(moved.enums[name], enum)
        ],
    )


def _renames(deltas: Iterable[TableDelta]) -> list[Rename]:
    """Return the kept constraints and indexes whose names differ, in the order of the tables."""
    return [
        Rename.of(delta.name, before, after)
        for delta in deltas
        for before, after in (*delta.constraints.kept, *delta.indexes.kept)
        if before.name != after.name
    ]
