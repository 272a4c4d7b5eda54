"""What an operation may do to the data, in plain sentences for a migration's header.

Only what says something is said: data that goes, and statements that may fail on the rows there
are. A sentence is one line whatever the names hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from types import MappingProxyType

from fluentorm.dialects.postgres.clauses import qualified
from fluentorm.dialects.postgres.columns import fills, numbers, stand_in
from fluentorm.dialects.postgres.narrowing import describe, loses, rewrites, risks
from fluentorm.dialects.postgres.table_hazards import (
    add_constraint,
    alter_constraint,
    alter_table,
    checks_null,
)
from fluentorm.dialects.postgres.volatility import is_volatile
from fluentorm.diff.operations import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AlterColumn,
    AlterConstraint,
    AlterEnum,
    AlterObject,
    AlterTable,
    CreateObject,
    DropColumn,
    DropObject,
    DropTable,
    Operation,
    inverse,
)
from fluentorm.schema.objects import (
    Column,
    Constraint,
    ForeignKey,
    Match,
    PrimaryKey,
    Unique,
)
from fluentorm.schema.qualified import quote_name
from fluentorm.schema.sql_text import quote_identifier, quote_literal


def hazards(
    operation: Operation,
    *,
    new_tables: Set[str] = frozenset(),
    empty_columns: Set[tuple[str, str]] = frozenset(),
    in_steps: bool = False,
) -> tuple[str, ...]:
    """Return what running the operation may lose, or fail on.

    ``new_tables`` are those that the same run creates: they hold no rows that could be in the way.
    ``empty_columns`` are (table, column) that the same run adds and that hold NULL in every row.
    What is done ``in_steps`` writes no table anew.
    """
    found: tuple[str, ...] = ()
    if _table_of(operation) not in new_tables:
        found = _on_rows(operation, empty_columns)
    rewritten = (
        f"rewrites {quote_name(table)} under an exclusive lock"
        for table in (() if in_steps else dict.fromkeys(_rewritten(operation)))
    )
    return tuple(dict.fromkeys(_one_line(sentence) for sentence in (*found, *rewritten)))


def down_notes(
    operation: Operation,
    *,
    empty_columns: Set[tuple[str, str]] = frozenset(),
    dropped_columns: Mapping[tuple[str, str], DropColumn] = MappingProxyType({}),
) -> tuple[str, ...]:
    """Return what rolling the operation back may lose, fail on, or cannot bring back.

    ``empty_columns`` are (table, column) that come back in the same run, with NULL in every row,
    ``dropped_columns`` all that come back, and the operations that drop them.
    """
    back = inverse(operation)
    found = _on_made_up_rows(back, dropped_columns)
    if found is None:
        found = _on_rows(back, empty_columns)
    return tuple(_one_line(sentence) for sentence in (*_gone_for_good(operation), *found))


def data_lost(operation: Operation) -> bool:
    """Say whether the operation and then its inverse may leave other data than before."""
    return bool(_gone_for_good(operation))


def _on_rows(operation: Operation, empty: Set[tuple[str, str]]) -> tuple[str, ...]:
    """Return what the operation may lose or fail on, given rows."""
    match operation:
        case DropTable(table=table):
            return (f"loses every row of {quote_name(table.name)}",)
        case DropColumn(table=name, column=column) if column.generated is None:
            return (f"loses data in {qualified(name, column.name)}",)
        case AddColumn():
            return _add_column(operation)
        case AlterColumn():
            return _alter_column(operation)
        case AddConstraint(table=name, constraint=constraint):
            return () if _spared(name, constraint, empty) else add_constraint(name, constraint)
        case AlterConstraint(table=name, before=old, after=new):
            return alter_constraint(name, old, new)
        case AlterTable(table=name, before=had, after=has):
            return tuple(alter_table(name, had, has))
        case AddIndex(table=name, index=index) if index.unique:
            place = quote_name(name)
            return (f"fails while {place} holds duplicates in {quote_identifier(index.name)}",)
        case AlterEnum():
            return _alter_enum(operation)
        case CreateObject() | AlterObject() | DropObject():
            from fluentorm.dialects.postgres import object_hazards

            return tuple(object_hazards.hazards(operation))
        case _:
            return ()


def _on_made_up_rows(
    operation: Operation, dropped: Mapping[tuple[str, str], DropColumn]
) -> tuple[str, ...] | None:
    """Return what a key fails on that comes back with its columns, None where others tell."""
    key = _key_columns(operation)
    returns = [_return_of(dropped[column]) for column in key if column in dropped]
    table = quote_name(key[0][0]) if key else ""
    if isinstance(operation, AddConstraint) and isinstance(operation.constraint, ForeignKey):
        made_up = any(stand_in(column) is not None for column in returns)
        return (f"fails while {table} holds rows",) if made_up else None
    if any(numbers(column) is not None for column in returns):
        return ()
    if len(key) == len(returns) == 1 and stand_in(returns[0]) is not None:
        return (f"fails while {table} holds more than one row",)
    return None


def _key_columns(operation: Operation) -> tuple[tuple[str, str], ...]:
    """Return the (table, column) that a key or a unique index is over, none for all else."""
    match operation:
        case AddConstraint(table=table, constraint=PrimaryKey() | Unique() | ForeignKey() as key):
            return tuple((table, column) for column in key.columns)
        case AddIndex(table=table, index=index) if index.unique:
            if len(index.columns) == len(index.keys) and index.where is None:
                return tuple((table, column) for column in index.columns)
            return ()
        case _:
            return ()


def _return_of(drop: DropColumn) -> AddColumn:
    return AddColumn(table=drop.table, column=drop.column, restores=True, keyed=drop.keyed)


def _add_column(operation: AddColumn) -> tuple[str, ...]:
    column = operation.column
    numbered = numbers(operation)
    if numbered is not None:
        table, most = quote_name(operation.table), numbered.most
        return () if most is None else (f"fails while {table} holds more than {most} rows",)
    if column.nullable or column.default or column.identity or stand_in(operation) is not None:
        return ()
    if column.generated is not None:
        return (f"fails where the expression of {qualified(operation.table, column.name)} is NULL",)
    if not checks_null(column):
        return ()
    if column.backfill is not None:
        place = qualified(operation.table, column.name)
        return () if operation.restores else (f"fails where the backfill of {place} gives NULL",)
    return (f"fails while {quote_name(operation.table)} holds rows",)


def _alter_column(operation: AlterColumn) -> tuple[str, ...]:
    before, after = operation.before, operation.after
    place = qualified(operation.table, after.name)
    found = []
    if before.type != after.type and after.using is None:
        found = [describe(risk, place, after.type) for risk in risks(before.type, after.type)]
    if after.type != "text":
        found += [f"loses data in {name} of every {place}" for name in _lost_attributes(operation)]
    if fills(operation):
        found.append(f"fails where the backfill of {place} gives NULL")
    elif checks_null(after) and not checks_null(before):
        found.append(f"fails while {place} holds NULL")
    return tuple(found)


def _lost_attributes(operation: AlterColumn) -> Iterable[str]:
    return (f"{quote_name(key)}.{quote_identifier(name)}" for key, name in operation.lost)


def _spared(table: str, constraint: Constraint, empty: Set[tuple[str, str]]) -> bool:
    """Say whether NULL in every row keeps the constraint from ever failing."""
    match constraint:
        case Unique(columns=columns, nulls_not_distinct=False):
            return any((table, column) in empty for column in columns)
        case ForeignKey(columns=columns, match=Match.SIMPLE):
            return any((table, column) in empty for column in columns)
        case _:
            return False


def _alter_enum(operation: AlterEnum) -> tuple[str, ...]:
    kept = operation.after.values
    removed = [quote_literal(value) for value in operation.before.values if value not in kept]
    if not removed:
        return ()
    places = (qualified(use.table, use.column.name) for use in operation.uses)
    return tuple(f"fails while {place} holds {' or '.join(removed)}" for place in places)


def _gone_for_good(operation: Operation) -> tuple[str, ...]:
    """Return what going there and back does not bring back."""
    match operation:
        case DropTable(table=table):
            return (f"{quote_name(table.name)} comes back empty",)
        case DropColumn(column=column) if column.generated is None:
            return (_comes_back(operation),)
        case AlterColumn():
            return tuple(_lost_by_altering(operation))
        case AlterObject() | DropObject():
            from fluentorm.dialects.postgres import object_hazards

            return tuple(object_hazards.gone_for_good(operation))
        case _:
            return ()


def _comes_back(operation: DropColumn) -> str:
    column = operation.column
    place = qualified(operation.table, column.name)
    if column.identity is not None:
        return f"{place} comes back with new numbers"
    back = _return_of(operation)
    if numbers(back) is not None:
        return f"{place} comes back with a made-up value in every row, no two alike"
    value = column.default or stand_in(back) or (None if column.nullable else column.backfill)
    if value:
        return f"{place} comes back as {value} in every row"
    return f"{place} comes back empty" if column.nullable else f"the data of {place} is gone"


def _lost_by_altering(operation: AlterColumn) -> Iterable[str]:
    before, after = operation.before, operation.after
    place = qualified(operation.table, after.name)
    if before.type != after.type:
        if after.using is not None:
            yield f"{place} comes back as {before.type} from what USING made of it"
        elif loses(before.type, after.type):
            yield f"{place} comes back as {before.type} from what {after.type} kept of it"
        if after.type != "text":
            yield from (
                f"{name} comes back as NULL in every {place}"
                for name in _lost_attributes(operation)
            )
    if fills(operation):
        yield f"rows that held NULL in {place} keep their backfill"


def _rewritten(operation: Operation) -> Iterable[str]:
    """Return the tables of which every row is written anew."""
    match operation:
        case AlterColumn(table=table, before=before, after=after):
            if _rewrites(before, after):
                yield table
        case AddColumn(table=table, column=column):
            volatile = column.default is not None and is_volatile(column.default)
            stored = column.generated is not None and not column.generated.virtual
            if column.identity is not None or stored or (volatile and column.backfill is None):
                yield table
        case AlterTable(table=table, before=had, after=has) if had.unlogged != has.unlogged:
            yield table
        case AlterEnum(uses=uses) if not operation.in_place:
            yield from (use.table for use in uses)
        case _:
            pass


def _rewrites(before: Column, after: Column) -> bool:
    old, new = before.generated, after.generated
    if old is not None and new is not None and not new.virtual:
        return old.expression != new.expression or before.type != after.type
    if before.type == after.type:
        return False
    return after.using is not None or rewrites(before.type, after.type)


def _table_of(operation: Operation) -> str | None:
    match operation:
        case AddColumn() | AlterColumn() | AddConstraint() | AlterConstraint() | AddIndex():
            return operation.table
        case AlterTable():
            return operation.table
        case _:
            return None


def _one_line(sentence: str) -> str:
    """Return a sentence without line breaks: it becomes one comment line of a migration file."""
    return " ".join(sentence.split())
