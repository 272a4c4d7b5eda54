"""Order operations so that nothing is used before it exists or after it is gone.

One fixed ladder, each rung in the order of the schema: what holds no data is dropped; names
change; enums come and change; columns come and change; tables, keys, checks and indexes come;
then foreign keys, when all their tables exist; then data is dropped; comments last. Undoing each
operation in the reverse order is the way back.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from fluentorm.diff.column_order import alter_away, alter_columns, alter_enums, step_aside
from fluentorm.diff.comments import comment_changes
from fluentorm.diff.delta import Delta, TableDelta
from fluentorm.diff.details_order import (
    alter_details,
    between_details,
    bound_again,
    joined_details,
    let_go,
    pointing_nowhere,
    without_hold,
)
from fluentorm.diff.graph import needed_first
from fluentorm.diff.inheritance import parents
from fluentorm.diff.inherited_names import frees_usual_name, only_names
from fluentorm.diff.object_delta import NO_OBJECTS
from fluentorm.diff.operations import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AlterConstraint,
    AlterIndex,
    CreateEnum,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropEnum,
    DropIndex,
    DropTable,
    Operation,
    RenameColumn,
    RenameObject,
    RenameTable,
    SetEnumPrivileges,
)
from fluentorm.diff.persistence import by_persistence
from fluentorm.diff.schedule import Schedule, schedule
from fluentorm.diff.uses import enum_of, is_keyed
from fluentorm.schema.objects import (
    Column,
    Constraint,
    Enum,
    ForeignKey,
    Index,
    PrimaryKey,
    Table,
    Unique,
)
from fluentorm.schema.refs import Kind, Ref
from fluentorm.schema.sql_text import quote_literal

_Item = TypeVar("_Item", Constraint, Index)


def ordered(delta: Delta, declared: Iterable[Operation]) -> tuple[Operation, ...]:
    """Return all operations of a delta; ``declared`` are the declared renames."""
    plan = schedule(delta)
    operations = [
        *without_hold(delta, plan),
        *_early_drops(delta, plan),
        *_renames(delta, tuple(declared)),
        *(CreateEnum(enum=enum) for enum in delta.created_enums),
        *alter_away(delta),
    ]
    aside, back, columns = step_aside(delta)
    operations += aside
    operations += alter_enums(delta, operations, columns)
    stepping = {change.table for change in back}
    details = []
    for table in by_persistence(delta.tables):
        start = let_go(table.details, table, plan)
        details.append((table, between_details(start, table.new.details)))
        operations += alter_details(table.name, start, details[-1][1], table)
        operations += _left_behind(table)
    altered = {table.name: alter_columns(delta, table, columns) for table in delta.tables}
    named = [change for changes in altered.values() for change in changes if only_names(change)]
    operations += (change for change in named if frees_usual_name(change))
    for table in delta.tables:
        operations += _add_columns(table, delta.only, generated=False)
        operations += (change for change in altered[table.name] if not only_names(change))
        if table.name not in stepping:
            operations += _add_columns(table, delta.only, generated=True)
    operations += (change for change in named if not frees_usual_name(change))
    early = [enum for enum in delta.dropped_enums if enum.name in plan.early_enums]
    operations += (DropEnum(enum=enum) for enum in early)
    operations += back
    for table in (table for table in delta.tables if table.name in stepping):
        operations += _add_columns(table, delta.only, generated=True)
    moving, details = bound_again(details)
    operations += moving
    operations += _additions(delta, plan)
    operations += _foreign_keys(delta, plan, shared=True)
    joined = joined_details(delta, details)
    for (table, between), after in zip(details, joined, strict=True):
        operations += alter_details(table.name, between, after, table)
    operations += _foreign_keys(delta, plan, shared=False)
    operations += _late_drops(delta, plan)
    for (table, _), before in zip(details, joined, strict=True):
        operations += alter_details(table.name, before, table.new.details, table)
    operations += comment_changes(delta)
    operations += _enum_privileges(delta)
    if delta.objects is NO_OBJECTS:
        return tuple(operations)
    from fluentorm.diff.weave import woven

    return woven(delta, operations)


def _enum_privileges(delta: Delta) -> Iterator[Operation]:
    for name, enum in delta.new.enums.items():
        before = delta.moved.enums.get(name)
        if before is not None and before.privileges != enum.privileges:
            yield SetEnumPrivileges(enum=name, before=before.privileges, after=enum.privileges)


def _early_drops(delta: Delta, plan: Schedule) -> list[Operation]:
    """Drop what holds no data, foreign keys first; then the data that cannot wait."""
    items = {table.name: _early_items(table, plan) for table in delta.tables}
    for table in delta.dropped:
        indexes = () if table.name in plan.whole_tables else table.indexes.values()
        early = (k for k in table.foreign_keys if (table.name, k.name) not in plan.late_keys)
        items[table.name] = [*early, *indexes]
    keys: list[Operation] = []
    others: list[Operation] = []
    for name in delta.moved.tables if items else ():
        if not items.get(name):
            continue
        before = delta.before(name)
        for item in items[name]:
            if isinstance(item, Index):
                others.append(DropIndex(table=before.name, index=before.indexes[item.name]))
                continue
            drop = DropConstraint(table=before.name, constraint=before.constraints[item.name])
            (keys if isinstance(item, ForeignKey) else others).append(drop)
    columns = [
        _drop_column(before, name, delta.old.enums, only=only)
        for before, name, only in (
            (delta.before(table.name), column.name, (table.name, column.name) in delta.only)
            for table in delta.tables
            for column in table.dropped_columns
            if (table.name, column.name) in plan.early_columns
        )
    ]
    tables = [
        DropTable(table=_unpointed(delta.before(t.name)))
        for t in delta.dropped
        if t.name in plan.early_tables
    ]
    return [*keys, *others, *columns, *tables]


def _unpointed(table: Table) -> Table:
    return replace(table, details=pointing_nowhere(table.details))


def _left_behind(table: TableDelta) -> Iterator[Operation]:
    """Drop what a table shared with a parent that it has left, and shall not keep."""
    for constraint in table.constraints.dropped:
        if constraint in table.left:
            yield DropConstraint(table=table.name, constraint=constraint)
    for index in table.indexes.dropped:
        if index in table.left:
            yield DropIndex(table=table.name, index=index)


def _early_items(table: TableDelta, plan: Schedule) -> list[Constraint | Index]:
    """Return what a table that stays drops at once: indexes before the keys they may equal."""
    late = {key for (name, _), key in plan.with_column.items() if name == table.name}
    return [
        item
        for item in (*table.indexes.dropped, *table.constraints.dropped)
        if (table.name, item) not in plan.together
        and (table.name, item) not in plan.relieved
        and item not in (*late, *table.left)
    ]


def _renames(delta: Delta, declared: tuple[Operation, ...]) -> list[Operation]:
    """Rename what was declared; a table's keys and indexes follow it where names are free."""
    mixed = _crosses_tables(delta)
    by_table: dict[str, list[Operation]] = {}
    others: list[Operation] = []
    objects: list[Operation] = []
    spaces: list[Operation] = []
    for operation in declared:
        match operation:
            case RenameTable(after=name) | RenameColumn(table=name):
                by_table.setdefault(name, []).append(operation)
            case RenameObject(before=Ref(kind=Kind.NAMESPACE)):
                spaces.append(operation)
            case RenameObject():  # what is in a renamed table goes by the table's new name
                objects.append(operation)
            case _:
                others.append(operation)
    for rename in () if mixed else delta.renames:
        by_table.setdefault(rename.table, []).append(rename.operation)
    for name in delta.new.tables if by_table else ():
        others += by_table.get(name, ())
    if mixed:
        others += (rename.operation for rename in delta.renames)
    return [*spaces, *others, *objects]


def _crosses_tables(delta: Delta) -> bool:
    """Say whether a new name is held by an object of another table until that is renamed."""
    held = {key: r.table for r in delta.renames for key in r.keys(r.before)}
    return any(held.get(key, r.table) != r.table for r in delta.renames for key in r.keys(r.after))


def _add_columns(
    table: TableDelta, only: Container[tuple[str, str]], *, generated: bool
) -> Iterator[Operation]:
    """Add columns of one kind, each with the unique constraint that is its alone.

    What is generated from others comes when those are as they shall be.
    """
    for column in table.added_columns:
        if (column.generated is not None) != generated:
            continue
        yield AddColumn(table=table.name, column=column, only=(table.name, column.name) in only)
        for key in table.constraints.added:
            if _only_key_of(table, key) == column.name:
                yield AddConstraint(table=table.name, constraint=key)


def _only_key_of(table: TableDelta, key: Constraint) -> str | None:
    """Return the added column whose own unique constraint this is, under a name that is free."""
    if not isinstance(key, Unique) or len(key.columns) != 1:
        return None
    if any(gone.name == key.name for gone in table.constraints.dropped):
        return None
    return key.columns[0] if key.columns[0] not in table.moved.columns else None


def _additions(delta: Delta, plan: Schedule) -> Iterator[Operation]:
    """Create tables; add keys, checks and indexes."""
    for table, changed in _touched(delta):
        if changed is None:
            first = pointing_nowhere(table.details)
            yield CreateTable(table=replace(table, details=first))
            for index in table.indexes.values():
                yield AddIndex(table=table.name, index=index)
            yield from alter_details(table.name, first, table.details)
        else:
            yield from _table_additions(changed, plan)


def _creation_order(delta: Delta) -> Iterable[str]:
    """Return the names of the tables, those that others need before them."""
    if not any(parents(table) for table in delta.created) and not delta.wanted:
        return delta.new.tables
    names = {table.name for table in delta.created}
    needs = {name: sorted(_needed_tables(delta, name, names)) for name in names}
    return needed_first(delta.new.tables, needs)


def _needed_tables(delta: Delta, name: str, among: set[str]) -> set[str]:
    """Return the new tables that one needs to be created, be it through other objects."""
    table = delta.new.tables[name]
    keys = (c.name for c in table.constraints.values() if not isinstance(c, ForeignKey))
    pending = [
        Ref(Kind.TABLE, name),
        *(Ref(Kind.COLUMN, name, column) for column in table.columns),
        *(Ref(Kind.CONSTRAINT, name, key) for key in keys),
    ]
    seen = set(pending)
    while pending:
        ref = pending.pop()
        needed = delta.wanted.get(ref, frozenset()) - seen
        # Through other tables it is their business, and a sequence's owner comes later.
        if ref.kind is not Kind.SEQUENCE and (ref.name == name or ref.kind is not Kind.COLUMN):
            seen |= needed
            pending += [one for one in needed if one.kind is not Kind.TABLE or one.name == name]
    inner = {ref.name for ref in seen if ref.kind is Kind.TABLE} | set(parents(table))
    return (inner & among) - {name}


def _table_additions(table: TableDelta, plan: Schedule) -> Iterator[Operation]:
    """Add what is new in a table, then let new keys take the place of old ones.

    So whoever finds rows by an old key that gets another kind of index always finds them by one.
    """
    staying = _staying(table, table.constraints.dropped, plan)
    swapped = [c for c in table.constraints.added if _is_other_key(staying.get(c.name), c)]
    for constraint in table.constraints.added:
        if isinstance(constraint, ForeignKey) or constraint in swapped:
            continue
        if _only_key_of(table, constraint) is None:
            yield from _add_constraint(table, constraint, plan)
    for key, changed in table.constraints.altered:
        after = replace(changed, comment=key.comment)
        yield AlterConstraint(table=table.name, before=key, after=after)
    for old, new in table.indexes.altered:
        yield AlterIndex(table=table.name, before=old, after=replace(new, comment=old.comment))
    earlier = _staying(table, table.indexes.dropped, plan)
    for index in table.indexes.added:
        if index.name in earlier:
            yield DropIndex(table=table.name, index=earlier[index.name])
        yield AddIndex(table=table.name, index=index)
    for constraint in swapped:
        yield from _add_constraint(table, constraint, plan)
    for key in table.constraints.dropped:
        if (table.name, key) in plan.relieved:
            yield DropConstraint(table=table.name, constraint=key)
    for index in table.indexes.dropped:
        if (table.name, index) in plan.relieved:
            yield DropIndex(table=table.name, index=index)


def _is_other_key(before: Constraint | None, after: Constraint) -> bool:
    """Say whether a key takes the place of one of other columns."""
    match before, after:
        case PrimaryKey() | Unique(), PrimaryKey() | Unique():
            return before.columns != after.columns
        case _:
            return False


def _foreign_keys(delta: Delta, plan: Schedule, *, shared: bool) -> Iterator[Operation]:
    """Add foreign keys, now that all tables and keys exist.

    Those that a parent takes over come before the table joins it, the others after.
    """
    for table, changed in _touched(delta):
        if changed is not None:
            for constraint in changed.constraints.added:
                if isinstance(constraint, ForeignKey) and shared == (constraint in changed.joined):
                    yield from _add_constraint(changed, constraint, plan)
        elif not shared:
            for key in table.foreign_keys:
                yield AddConstraint(table=table.name, constraint=key)


def _touched(delta: Delta) -> Iterator[tuple[Table, TableDelta | None]]:
    """Yield each new table in its order, with what changes in it where it existed before."""
    deltas = {table.name: table for table in delta.tables}
    created = {table.name for table in delta.created}
    for name in _creation_order(delta) if deltas or created else ():
        if name in created or name in deltas:
            yield delta.new.tables[name], deltas.get(name)


def _add_constraint(
    table: TableDelta, constraint: Constraint, plan: Schedule
) -> Iterator[Operation]:
    """Add a constraint, right after its old form is dropped if that stayed until now."""
    earlier = _staying(table, table.constraints.dropped, plan)
    if constraint.name in earlier:
        yield DropConstraint(table=table.name, constraint=earlier[constraint.name])
    yield AddConstraint(table=table.name, constraint=constraint)


def _staying(table: TableDelta, dropped: tuple[_Item, ...], plan: Schedule) -> dict[str, _Item]:
    return {item.name: item for item in dropped if (table.name, item) in plan.together}


def _late_drops(delta: Delta, plan: Schedule) -> Iterator[Operation]:
    """Drop data: columns, tables, and the enums that nothing uses any more."""
    old_order = {name: number for number, name in enumerate(delta.moved.tables)}
    for table in sorted(delta.tables, key=lambda table: old_order[table.name]):
        # What is generated from others goes before those.
        for column in sorted(table.dropped_columns, key=lambda column: column.generated is None):
            if (table.name, column.name) not in plan.early_columns:
                key = plan.with_column.get((table.name, column.name))
                if key is not None:
                    yield DropConstraint(table=table.name, constraint=key)
                enums = {**delta.moved.enums, **delta.new.enums}
                only = (table.name, column.name) in delta.only
                yield _drop_column(table.moved, column.name, enums, only=only)
    for dropped in delta.dropped:
        if dropped.name not in plan.early_tables:
            yield from _drop_table(dropped, plan)
    for enum in delta.dropped_enums:
        if enum.name not in plan.early_enums:
            yield DropEnum(enum=enum)


def _drop_column(table: Table, name: str, enums: Mapping[str, Enum], *, only: bool) -> DropColumn:
    return DropColumn(
        table=table.name,
        column=_refillable(table.columns[name], enums),
        keyed=is_keyed(table, name),
        only=only,
    )


def _refillable(column: Column, enums: Mapping[str, Enum]) -> Column:
    """Return a column that can come back NOT NULL over rows: an enum's with its first value."""
    enum = enums.get(enum_of(column.type))
    if enum is None or column.nullable or column.default is not None or not enum.values:
        return column
    return replace(column, backfill=quote_literal(enum.values[0]))


def _drop_table(table: Table, plan: Schedule) -> Iterator[Operation]:
    for key in table.foreign_keys:
        if (table.name, key.name) in plan.late_keys:
            yield DropConstraint(table=table.name, constraint=key)
    if table.name in plan.whole_tables:
        for index in table.indexes.values():
            yield DropIndex(table=table.name, index=index)
    yield DropTable(table=_unpointed(table))
