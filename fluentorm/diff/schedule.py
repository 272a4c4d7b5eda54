"""When things are dropped: as late as they can be, as early as they must.

Data goes last, when all else has succeeded and every ``backfill`` and ``using`` could still read
it. What holds no data (constraints, indexes) goes first, under its old name and with its old text.
Exceptions to both are decided here, once, for the ladder in ``order``.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import field

from fluentorm.diff.delta import Delta, TableDelta
from fluentorm.diff.inheritance import parents
from fluentorm.diff.uses import enum_of, has_index, item_columns
from fluentorm.schema.objects import (
    Column,
    Constraint,
    ForeignKey,
    Index,
    PrimaryKey,
    SchemaModel,
    Table,
    Unique,
)
from fluentorm.schema.partition_names import ancestors
from fluentorm.schema.qualified import sibling
from fluentorm.schema.refs import OBJECT_TYPES, Kind, Ref
from fluentorm.schema.tokens import mentioned
from fluentorm.values import dataclass

_NOTHING: frozenset[Ref] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The exceptions. Tables are named as after the declared renames.

    ``early_tables`` and ``early_columns`` go first: their name or their enum is needed otherwise,
    or they are generated from what changes.
    ``early_enums`` go before tables, or types of their names, are created. ``whole_tables`` are
    dropped tables that take their indexes with them, ``late_keys`` are foreign keys,
    (table, name), that go with them too.
    ``together`` are changed objects, with their table, whose old form stays until the new one is
    added. ``with_column`` are unique constraints that go with their column. ``relieved`` are keys
    and indexes, with their table, that stay until another one serves the queries that they served.
    """

    early_tables: frozenset[str] = frozenset()
    early_columns: frozenset[tuple[str, str]] = frozenset()
    early_enums: frozenset[str] = frozenset()
    whole_tables: frozenset[str] = frozenset()
    late_keys: frozenset[tuple[str, str]] = frozenset()
    together: frozenset[tuple[str, Constraint | Index]] = frozenset()
    with_column: Mapping[tuple[str, str], Unique] = field(default_factory=dict)
    relieved: frozenset[tuple[str, Constraint | Index]] = frozenset()


def schedule(delta: Delta) -> Schedule:
    """Decide what is dropped when."""
    created = {table.name for table in delta.created}
    created |= {ref.name for ref in delta.new.objects if ref.kind in OBJECT_TYPES}
    early_enums = frozenset(enum.name for enum in delta.dropped_enums if enum.name in created)
    passing = early_enums | delta.swapped_enums | _renamed_enums(delta)
    urgent = {ref.name for ref in delta.objects.urgent}
    succeeded = [(table, item) for table in delta.tables for item in _succeeded(table)]
    asked = delta.dropped or succeeded or _drops_keys(delta)
    names = _names(delta.new) if asked else frozenset()
    crowded = _crowded(delta)
    early_tables = frozenset(
        table.name
        for table in delta.dropped
        if _uses_enum(table, passing)
        or not names.isdisjoint(_released(table))
        or table.name in urgent
        or table.details.partition_of in crowded
    )
    early_tables = _with_partitions(delta, early_tables)
    early_columns = frozenset(
        (table.name, column.name)
        for table in delta.tables
        for column in table.dropped_columns
        if enum_of(column.type) in passing
        or column.name in table.recreated
        or Ref(Kind.COLUMN, table.name, column.name) in delta.objects.urgent
        or _is_in_the_way(column, table, passing)
    )
    doomed = {(table.name, column) for table in delta.dropped for column in table.columns}
    changing = frozenset(before.ref for before, _ in delta.objects.altered)
    gaining = {t.name for t in delta.tables if t.indexes.added or t.constraints.added}
    disturbed = _disturbed(delta) | early_columns | doomed
    whole = [
        t for t in delta.dropped if t.name not in early_tables and _goes_whole(delta, t, names)
    ]
    return Schedule(
        early_tables=early_tables,
        early_columns=early_columns,
        early_enums=early_enums,
        whole_tables=frozenset(table.name for table in whole),
        late_keys=frozenset((t.name, key.name) for t in whole for key in _late_keys(delta, t)),
        together=frozenset(
            (table.name, item)
            for table in delta.tables
            for item in _changed(table)
            if not (isinstance(item, Index) and _is_taken(delta, table.moved, gaining))
            and _stays(delta, table, item, disturbed, changing)
        ),
        with_column={
            (table.name, key.columns[0]): key
            for table in delta.tables
            for key in table.constraints.dropped
            if isinstance(key, Unique)
            and (table.name, key.columns[0]) not in early_columns
            and _goes_with_column(delta, table, key, names)
        },
        relieved=frozenset(
            (table.name, item)
            for table, item in succeeded
            if _is_free(table, item, names) and _stays(delta, table, item, disturbed, changing)
        ),
    )


def _is_taken(delta: Delta, partition: Table, gaining: Container[str]) -> bool:
    """Say whether a parent may take an index of a partition for part of one that it gets."""
    return any(above.name in gaining for above in ancestors(partition, delta.moved.tables))


def _is_in_the_way(column: Column, table: TableDelta, passing: frozenset[str]) -> bool:
    """Say whether a generated column reads one that cannot change or go before it."""
    if column.generated is None:
        return False
    read = mentioned(column.generated.expression)
    changed = {after.name for before, after in table.altered_columns if before.type != after.type}
    changed |= {one.name for one in table.moved.columns.values() if enum_of(one.type) in passing}
    return not read.isdisjoint(changed.union(gone.name for gone in table.dropped_columns))


def _with_partitions(delta: Delta, early: frozenset[str]) -> frozenset[str]:
    """Return the tables with the dropped partitions that would go with them."""
    found = set(early)
    for table in reversed(delta.dropped):  # children stand first
        if found.intersection(parents(table)):
            found.add(table.name)
    return frozenset(found)


def _crowded(delta: Delta) -> frozenset[str | None]:
    """Return the tables whose partitions take places that a dropped one may have."""
    made = {table.details.partition_of for table in delta.created}
    moved = {
        table.new.details.partition_of
        for table in delta.tables
        if table.moved.details.bound != table.new.details.bound
    }
    return frozenset((made | moved | delta.remade) - {None})


def _renamed_enums(delta: Delta) -> frozenset[str]:
    """Return the enums that declared renames touch: dropped text must keep the old words."""
    old = delta.old.enums
    return frozenset(name for name, enum in delta.moved.enums.items() if old.get(name) != enum)


def _drops_keys(delta: Delta) -> bool:
    return any(isinstance(key, Unique) for t in delta.tables for key in t.constraints.dropped)


def _names(model: SchemaModel) -> frozenset[str]:
    """Return the names of all tables, indexes, keys and enums."""
    names = {*model.tables, *model.enums}
    for table in model.tables.values():
        names |= _released(table)
        names.update(_index_names(table))
    return frozenset(names)


def _released(table: Table) -> set[str]:
    """Return the names that DropTable alone gives back."""
    keys = (c for c in table.constraints.values() if has_index(c))
    return {table.name, *(sibling(table.name, key.name) for key in keys)}


def _index_names(table: Table) -> set[str]:
    return {sibling(table.name, name) for name in table.indexes}


def _uses_enum(table: Table, enums: frozenset[str]) -> bool:
    return any(enum_of(column.type) in enums for column in table.columns.values())


def _goes_whole(delta: Delta, table: Table, names: frozenset[str]) -> bool:
    """Say whether a dropped table's indexes may stay until it goes."""
    same = delta.before(table.name).indexes == table.indexes
    return same and names.isdisjoint(_index_names(table))


def _late_keys(delta: Delta, table: Table) -> Iterator[ForeignKey]:
    """Return the foreign keys of a dropped table that may stay until it goes."""
    before = delta.before(table.name).constraints
    gone = {other.name for other in delta.dropped} - {table.name}
    unsettled = delta.unsettled.get(table.name, ())
    for key in table.foreign_keys:
        settled = key.references_table not in gone and key.name not in unsettled
        if settled and before[key.name] == key:
            yield key


def _disturbed(delta: Delta) -> frozenset[tuple[str, str]]:
    """Return the columns whose type or nullability changes, or whose enum does, and such enums.

    So do columns that hold text while their type is made anew.
    Text with an old word of an enum is good only before the enum changes, and after its way back.
    """
    enums = _renamed_enums(delta) | delta.swapped_enums
    altered = (
        (table.name, after.name)
        for table in delta.tables
        for before, after in table.altered_columns
        if (before.type, before.nullable) != (after.type, after.nullable)
    )
    reworded = (
        (table.name, name)
        for table in (delta.tables if enums else ())
        for name in (
            *enums,
            *(c.name for c in table.moved.columns.values() if enum_of(c.type) in enums),
        )
    )
    aside = ((ref.name, ref.part or "") for ref in delta.objects.retyped)
    return frozenset((*altered, *reworded, *aside))


def _changed(table: TableDelta) -> list[Constraint | Index]:
    """Return what is dropped and added under one name."""
    constraints = {item.name: item for item in table.constraints.added}
    indexes = {item.name: item for item in table.indexes.added}
    return [
        *(i for i in table.constraints.dropped if type(constraints.get(i.name)) is type(i)),
        *(i for i in table.indexes.dropped if i.name in indexes),
    ]


def _succeeded(table: TableDelta) -> Iterator[Constraint | Index]:
    """Yield what is dropped although queries use it, where what is added serves them too.

    Not on partitions and above them, whose indexes take those of each other for their own, and not
    a primary key before another of another name, since a table has only one.
    """
    sides = (table.moved.details, table.new.details)
    if any(side.partition_of is not None or side.partition_by is not None for side in sides):
        return
    added = (*table.constraints.added, *table.indexes.added)
    leading = {_leading(item) for item in added} - {None}
    keyed = any(isinstance(item, PrimaryKey) for item in added)
    for item in (*table.constraints.dropped, *table.indexes.dropped):
        if isinstance(item, PrimaryKey) and keyed:
            continue
        if item not in table.left and _leading(item) in leading:
            yield item


def _leading(item: Constraint | Index) -> str | None:
    """Return the column that finds rows by a key or an index, None where none finds all rows."""
    match item:
        case PrimaryKey(columns=columns) | Unique(columns=columns):
            return columns[0]
        case Index(keys=keys, where=None, method="btree"):
            return keys[0].column
        case _:
            return None


def _is_free(table: TableDelta, item: Constraint | Index, names: Container[str]) -> bool:
    """Say whether nothing takes the name of what is dropped; ``names`` are those in use then."""
    if item.name in table.new.constraints:
        return False
    return sibling(table.name, item.name) not in names


def _stays(
    delta: Delta,
    table: TableDelta,
    item: Constraint | Index,
    disturbed: frozenset[tuple[str, str]],
    changing: frozenset[Ref],
) -> bool:
    """Say whether a changed object may stay until its new form is added."""
    kind = Kind.INDEX if isinstance(item, Index) else Kind.CONSTRAINT
    ref = Ref(kind, table.name, item.name)
    if ref in delta.objects.parts or not delta.needs.get(ref, _NOTHING).isdisjoint(changing):
        return False
    before = delta.before(table.name)
    same = before.indexes if isinstance(item, Index) else before.constraints
    if same.get(item.name) != item:
        return False
    columns = {(table.name, name) for name in item_columns(item)}
    if isinstance(item, ForeignKey):
        if item.name in delta.unsettled.get(table.name, ()):
            return False
        columns |= {(item.references_table, name) for name in item.references_columns}
    return disturbed.isdisjoint(columns)


def _goes_with_column(delta: Delta, table: TableDelta, key: Unique, names: frozenset[str]) -> bool:
    """Say whether this is the unique constraint of a single column that is dropped."""
    return (
        len(key.columns) == 1
        and key.columns[0] not in table.new.columns
        and sibling(table.name, key.name) not in names
        and key.name not in table.new.constraints
        and delta.before(table.name).constraints.get(key.name) == key
    )
