"""The order in which enums change and columns with them.

An enum that loses or reorders values is swapped for another type of the same name, so a default
that changes in the same run is changed before, or taken off before and set after where only the
new type knows it. A change of type to which a check
or an index expression would not stand is put between their drop and their return.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import field, replace
from typing import TypeAlias

from fluentorm.diff.apply import advance
from fluentorm.diff.delta import Delta, TableDelta, altered
from fluentorm.diff.families import keeps_expressions
from fluentorm.diff.inheritance import followed, parents
from fluentorm.diff.inherited_names import with_children
from fluentorm.diff.object_delta import NO_OBJECTS
from fluentorm.diff.operations import (
    AddConstraint,
    AddIndex,
    AlterColumn,
    AlterEnum,
    DropConstraint,
    DropIndex,
    Operation,
    RenameObject,
)
from fluentorm.diff.passage import AS_IT_IS, Passages
from fluentorm.diff.spent import unspent
from fluentorm.diff.state import State
from fluentorm.diff.uses import enum_of, item_columns, item_mentions
from fluentorm.schema.objects import Column, Constraint, Index, Table
from fluentorm.schema.qualified import key_of
from fluentorm.schema.refs import OBJECT_TYPES, Kind, Ref
from fluentorm.schema.sql_text import quote_identifier
from fluentorm.schema.tokens import tokens
from fluentorm.values import dataclass

Columns: TypeAlias = dict[tuple[str, str], Column]
"""Columns, by table and name, that are no longer as they were after the declared renames."""

_Pair: TypeAlias = tuple[Column, Column]


def alter_away(delta: Delta) -> Iterator[Operation]:
    """Change the columns that leave an enum which is about to be swapped, while it is whole."""
    swapped = delta.swapped_enums
    for table in delta.tables if swapped else ():
        pairs = [pair for pair in table.altered_columns if _leaves(pair, swapped)]
        yield from _alter(table, [pair for pair in pairs if not _waits(pair, delta)])


def _waits(pair: _Pair, delta: Delta) -> bool:
    """Say whether a column's new type may have to be made first, after the enum has changed."""
    return key_of(pair[1].type.removesuffix("[]")) in delta.made_types


def alter_enums(delta: Delta, done: Iterable[Operation], columns: Columns) -> list[Operation]:
    """Change the enums' values; ``columns`` is told what that does to columns.

    ``done`` are the operations before: an enum's uses are those of the state that they lead to.
    """
    operations: list[Operation] = []
    if not delta.altered_enums:
        return operations
    state = State(replace(delta.old, objects={}))  # objects find their place later
    advance(state, (one for one in done if not isinstance(one, RenameObject)))
    for moved, new in delta.altered_enums:
        loosened, tightened = _default_changes(delta, new.name, columns)
        advance(state, loosened)
        objects = delta.objects.dependents.get(Ref(Kind.ENUM, new.name), ())
        types = {item.name for item in objects if item.ref.kind in OBJECT_TYPES}
        through = state.columns_of(types) if types else ()
        uses, generated, dependents = state.enum_parts(new.name, through)
        change = AlterEnum(
            before=moved,
            after=replace(new, comment=moved.comment, privileges=moved.privileges),
            uses=uses,
            dependents=dependents,
            generated=generated,
            objects=objects,
            through=through,
            defaults=state.defaults_naming(new.name),
        )
        advance(state, [change, *tightened])
        operations += [*loosened, change, *tightened]
    return operations


@dataclass(slots=True)
class _Aside:
    """How columns let go of what is made anew, and take it up again: in this order, each list."""

    first: list[AlterColumn] = field(default_factory=list)
    away: list[AlterColumn] = field(default_factory=list)
    back: list[AlterColumn] = field(default_factory=list)
    last: list[AlterColumn] = field(default_factory=list)
    columns: Columns = field(default_factory=dict)


def step_aside(delta: Delta) -> tuple[list[AlterColumn], list[AlterColumn], Columns]:
    """Return how columns let go of what is made anew, and how they take it up again.

    A default that calls it goes away meanwhile; a column of a type that is made anew holds its
    values as text. What else changes of such a column changes with the way back.
    """
    aside = _Aside()
    passages = Passages(delta)
    for ref in sorted(ref for ref in delta.objects.parts if ref.kind is Kind.COLUMN):
        _step_aside(aside, ref, delta, passages)
    for table in delta.tables if delta.objects is not NO_OBJECTS else ():
        for pair in table.altered_columns:
            name = pair[1].name
            if name in table.serials or (table.name, name) in aside.columns:
                continue
            if _leaves(pair, delta.swapped_enums) and _waits(pair, delta):
                _wait_as_text(aside, table.name, pair)
            elif (pair[0].identity is None) != (pair[1].identity is None):
                _lose_identity(aside, table.name, pair)
    changed = [one for one in aside.last if one.before != one.after]
    return [*aside.first, *aside.away], [*aside.back, *changed], aside.columns


def _step_aside(aside: _Aside, ref: Ref, delta: Delta, passages: Passages) -> None:
    """Let a column that stays let go of what is made anew: its default, or its type as well."""
    old, new = delta.moved.tables.get(ref.name), delta.new.tables.get(ref.name)
    name = ref.part or ""
    if old is None or new is None or ref.name in delta.remade:
        return
    if name not in old.columns or name not in new.columns or old.columns[name].generated:
        return
    before = old.columns[name]
    after = replace(new.columns[name], comment=before.comment)
    bare = replace(before, default=None, using=None, backfill=None)
    if before.details.inherited:
        _lose_own_default(aside, old, bare, (before, after), delta)
        return
    way = AS_IT_IS
    if ref in delta.objects.retyped and (before.type != "text" or before.collation):
        way = passages.of(before, after)
        bare = replace(bare, type="text", collation=None, using=way.out)
        after = replace(after, using=unspent(before, after) or way.into)
        if not way.plain:  # the way back is no plain cast either
            before = replace(before, using=way.into)
    if bare == before:
        return
    change = AlterColumn(table=ref.name, before=before, after=bare, wrapped=way.wrapped)
    aside.away.append(replace(change, lost=way.added))
    if way is AS_IT_IS and before.type != after.type:
        aside.columns[ref.name, name] = bare  # what is over it has to be seen to as well
        return
    if bare != after:
        aside.back.append(replace(change, before=bare, after=after, lost=way.removed))
    aside.columns[ref.name, name] = after


def _lose_own_default(aside: _Aside, old: Table, bare: Column, pair: _Pair, delta: Delta) -> None:
    """Take the default off a column of a child; its type is the parent's to change."""
    before, after = pair
    if bare == before:
        return
    aside.first.append(AlterColumn(table=old.name, before=before, after=bare))
    led = _led_by_parents(bare, old, delta)
    aside.last.append(AlterColumn(table=old.name, before=led, after=after))
    aside.columns[old.name, after.name] = after


def _wait_as_text(aside: _Aside, table: str, pair: _Pair) -> None:
    """Let a column that leaves an enum hold text until its new type is made."""
    before, after = pair
    name = quote_identifier(after.name)
    text = replace(before, type="text", default=None, backfill=None, using=f"{name}::text")
    final = replace(after, comment=before.comment)
    final = replace(final, using=unspent(before, after) or f"{name}::{after.type}")
    aside.away.append(AlterColumn(table=table, before=before, after=text))
    aside.back.append(AlterColumn(table=table, before=text, after=final))
    aside.columns[table, after.name] = final


def _lose_identity(aside: _Aside, table: str, pair: _Pair) -> None:
    """Take an identity or a default away first: its sequence may have the name of another."""
    before, after = pair
    bare = replace(before, default=None, identity=None, using=None, backfill=None)
    if before != bare:
        aside.away.append(AlterColumn(table=table, before=before, after=bare))
    aside.columns[table, after.name] = bare


def _led_by_parents(column: Column, child: Table, delta: Delta) -> Column:
    """Return a child's column when its parents' are as they shall be."""
    for parent in parents(child):
        sides = (side.tables.get(parent) for side in (delta.moved, delta.new))
        before, after = (side.columns.get(column.name) if side else None for side in sides)
        if before is not None and after is not None:
            partition = child.details.partition_of == parent
            column = followed(column, before, after, partition=partition)
    return column


def alter_columns(
    delta: Delta, table: TableDelta, columns: Mapping[tuple[str, str], Column]
) -> list[Operation]:
    """Change a table's columns to what the new model says, but for those already changed."""
    swapped = delta.swapped_enums
    pairs = [
        (columns.get((table.name, after.name), before), after)
        for before, after in table.altered_columns
        if not _leaves((before, after), swapped)
    ]
    return [
        with_children(change, delta.moved, delta.new) if isinstance(change, AlterColumn) else change
        for change in _alter(table, [pair for pair in pairs if altered(*pair)])
    ]


def _leaves(pair: _Pair, swapped: frozenset[str]) -> bool:
    """Say whether a column goes from a swapped enum to a type that is none."""
    before, after = enum_of(pair[0].type), enum_of(pair[1].type)
    return before in swapped and after not in swapped


def _default_changes(
    delta: Delta, enum: str, columns: Columns
) -> tuple[list[Operation], list[Operation]]:
    """Return how defaults that change go before a swap of their enum, and come after it.

    One that both types have is taken up before, so that a row is never without.
    """
    loosened: list[Operation] = []
    tightened: list[Operation] = []
    swapped = delta.swapped_enums
    values = {moved.name: moved.values for moved, _ in delta.altered_enums}
    for table in delta.tables if enum in swapped else ():
        for before, after in table.altered_columns:
            if enum_of(before.type) != enum or _leaves((before, after), swapped):
                continue
            if before.default is None or before.default == after.default:
                continue
            if (table.name, before.name) in columns:  # its default is off already
                continue
            bare = replace(before, default=None, backfill=None)
            if before.type == after.type and _is_value(after.default, values[enum]):
                bare = replace(bare, default=after.default)
            loosened.append(AlterColumn(table=table.name, before=before, after=bare))
            columns[table.name, before.name] = bare
            if before.type == after.type and bare.default is None and after.default is not None:
                final = replace(bare, default=after.default)
                tightened.append(AlterColumn(table=table.name, before=bare, after=final))
                columns[table.name, before.name] = final
    return loosened, tightened


def _is_value(default: str | None, values: Container[str]) -> bool:
    """Say whether a default is one of some words, as a literal or a cast one."""
    if default is None:
        return False
    first, *rest = tokens(default.strip())
    literal = first.kind == "literal" and first.text[1:-1].replace("''", "'") in values
    return literal and (not rest or rest[0].kind == "cast")


def _alter(table: TableDelta, pairs: list[_Pair]) -> list[Operation]:
    """Return the changes of columns, those that disturb expressions between drop and return."""
    shifting = {b.name for b, a in pairs if not keeps_expressions(b.type, a.type)}
    items = _disturbed_items(table, frozenset(shifting)) if shifting else []
    inside = shifting if items else set()
    operations: list[Operation] = [_drop(table.name, item) for item in items]
    operations += [_alteration(table, pair) for pair in pairs if pair[0].name in inside]
    operations += [_add(table.name, item) for item in reversed(items)]
    operations += [_alteration(table, pair) for pair in pairs if pair[0].name not in inside]
    return operations


def _disturbed_items(table: TableDelta, names: frozenset[str]) -> list[Constraint | Index]:
    """Return the kept items whose expressions mention the columns, as they are by then."""
    return [item for item in _staying_items(table) if item_mentions(item, names)]


def _staying_items(table: TableDelta) -> Iterator[Constraint | Index]:
    """Yield the indexes and constraints that are kept, as they are by then."""
    for before, after in (*table.indexes.kept, *table.constraints.kept):
        yield replace(after, comment=before.comment)
    for old, _ in (*table.indexes.altered, *table.constraints.altered):
        yield old


def _alteration(table: TableDelta, pair: _Pair) -> AlterColumn:
    before, after = pair
    items: list[Constraint | Index] = []
    if before.generated is not None and after.generated is None:
        items = [item for item in _staying_items(table) if after.name in item_columns(item)]
    return AlterColumn(
        table=table.name,
        before=replace(before, using=None),
        after=replace(after, comment=before.comment, using=unspent(before, after)),
        items=tuple(items),
        sequence=table.serials.get(after.name),
    )


def _drop(table: str, item: Constraint | Index) -> Operation:
    if isinstance(item, Index):
        return DropIndex(table=table, index=item)
    return DropConstraint(table=table, constraint=item)


def _add(table: str, item: Constraint | Index) -> Operation:
    if isinstance(item, Index):
        return AddIndex(table=table, index=item)
    return AddConstraint(table=table, constraint=item)
