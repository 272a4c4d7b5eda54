"""What models do with single rows, by primary key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from operator import attrgetter
from typing import Any

from fluentorm.errors import NotFound, QueryError
from fluentorm.query.column import Assignment, Column
from fluentorm.query.expression import Condition, Expression, all_of, param_for
from fluentorm.query.functions import func
from fluentorm.query.inputs import Input, Unset, given
from fluentorm.query.insert import Insert, excluded, only_key
from fluentorm.query.making import scalars
from fluentorm.query.nodes import Binary, CopyIn, NameOf, Truncate
from fluentorm.query.program import Copy, Execute, Fetch, Program
from fluentorm.query.result import Query
from fluentorm.query.selecting import Select
from fluentorm.query.table import Table
from fluentorm.query.values import check, check_all
from fluentorm.query.writing import Update, moment

_AT_ONCE = 250


def find(table: Table, key: object, include_deleted: bool = False) -> Program[Any]:
    """Return the row with a primary key, None where there is none."""
    values = _key_values(table, key)
    node = table.remembered("find", include_deleted, lambda: _finding(table, include_deleted))
    rows = yield Fetch(node, values, table.make)
    return rows[0] if rows else None


def get(table: Table, key: object, include_deleted: bool = False) -> Program[Any]:
    """Return the row with a primary key; raises NotFound where there is none."""
    found = yield from find(table, key, include_deleted)
    if found is None:
        raise _not_found(table, key)
    return found


def insert_one(table: Table, data: Input, *, key_only: bool) -> Program[Any]:
    """Insert a row and return it, or its primary key."""
    values = given(data)
    for name, value in values.items():
        column = _column_for(table, name)
        if value is not None:
            check(value, column.type, column.describe())
        elif not column.info.nullable:
            raise QueryError(f"{column.describe()} is NOT NULL and takes no None")

    def build() -> tuple[Any, Any]:
        query: Query[Any] = Insert(table, (data,))
        query = keys_of(table, query) if key_only else query
        return query.build()[0], query.maker()

    node, make = table.remembered("insert", (key_only, *values), build)
    rows = yield Fetch(node, tuple(values.values()), make)
    return rows[0]


def keys_of(table: Table, query: Any) -> Any:
    """Return an insert that returns primary keys: values, or tuples of several."""
    if not table.key:
        return query.returning_nothing()
    found = query.returning(*table.key)
    return found.scalars() if len(table.key) == 1 else found


def only(query: Query[Any]) -> Program[Any]:
    """Run a statement that concerns one row and return what it returns."""
    rows = yield from query._fetching()
    return rows[0] if rows else None


def upsert(
    table: Table, data: Input, on: Any, update: Sequence[Column[Any, Any]] | None
) -> Insert[Any]:
    """Return an insert that updates the row that is there already."""
    query: Insert[Any] = Insert(table, (data,))
    if isinstance(on, str):
        query = query.on_conflict(constraint=on)
    elif on is not None:
        query = query.on_conflict(*(on if isinstance(on, tuple | list) else (on,)))
    else:
        query = query.on_conflict(*map(table.column, only_key(table, data).columns))
    if update is None:
        return query.do_update()
    return query.do_update(*(Assignment(column, excluded(column)) for column in update))


def update(table: Table, key: object, data: Input, *, returning: bool) -> Program[Any]:
    """Change what is given of a row; raises NotFound where there is none."""
    if not given(data):
        found = yield from get(table, key)
        return found if returning else None
    query: Select[Any] = Select(table).where(_is(table, key))
    changed: Update[Any] = Update(query, (data,))
    if returning:
        rows = yield from changed._fetching()
        if not rows:
            raise _not_found(table, key)
        return rows[0]
    if not (yield from changed.executing()):
        raise _not_found(table, key)
    return None


def mark(table: Table, key: object, *, deleted: bool) -> Program[None]:
    """Mark a row as deleted, or take that back; raises NotFound where there is none."""
    if table.soft_delete is None:
        raise QueryError(
            f'rows of "{table.name}" cannot be softly deleted: there is no deleted_at',
            hint="hard_delete(), or t.soft_delete() in the schema file",
        )
    query: Select[Any] = Select(table).where(_is(table, key))
    column = table.column(table.soft_delete.name)
    changed: Update[Any]
    if deleted:
        changed = Update(query, (moment(column),))
    else:
        changed = Update(query.only_deleted(), (column.to(None),))
    if not (yield from changed.executing()):
        raise _not_found(table, key)


def hard_delete(table: Table, key: object) -> Program[None]:
    """Delete a row for good; raises NotFound where there is none."""
    query: Select[Any] = Select(table).where(_is(table, key)).with_deleted()
    if not (yield from query.as_delete().executing()):
        raise _not_found(table, key)


def truncate(table: Table, *, cascade: bool) -> Program[None]:
    """Empty a table."""
    yield Execute(Truncate(table.source, cascade), ())


def table_exists(table: Table) -> Program[bool]:
    """Say whether the database has a table."""
    name: Expression[str, str] = Expression(NameOf(table.source))
    query: Select[Any] = Select()
    query = query.select(func("to_regclass", name).is_not_null())
    node, values = query.build()
    rows = yield Fetch(node, values, scalars(None))
    return rows[0]  # type: ignore[no-any-return]


def copy_in(table: Table, data: Iterable[Input]) -> Program[int]:
    """Insert rows by COPY; each must be given the same columns as the first."""
    rows = iter(data)
    first = next(rows, None)
    if first is None:
        return 0
    columns = [_column_for(table, name) for name in given(first)]
    if not columns:
        raise QueryError("copy_in() needs inputs with a value", hint="insert_many()")
    node = CopyIn(
        table.source,
        tuple(column.info.name for column in columns),
        tuple(column.type for column in columns),
    )
    return (yield Copy(node, _copied(columns, first, rows)))  # type: ignore[no-any-return]


def _copied(
    columns: list[Column[Any, Any]], first: Input, rest: Iterator[Input]
) -> Iterator[list[list[object]]]:
    """Yield the values of rows, some rows at a time, as columns that were checked."""
    fields = type(first).__fields__
    columns_of = {column.info.attribute: column for column in columns}
    getters = [(columns_of.get(name), attrgetter(name)) for name in fields]
    rows = chain((first,), rest)
    while part := list(islice(rows, _AT_ONCE)):
        if set(map(type, part)) != {type(first)}:
            raise _uneven(next(row for row in part if type(row) is not type(first)), first)
        chosen = []
        for column, get in getters:
            values = list(map(get, part))
            kinds = set(map(type, values))
            if (Unset in kinds) if column is not None else kinds != {Unset}:
                raise _uneven(
                    next(row for row in part if given(row).keys() != given(first).keys()), first
                )
            if column is not None:
                info = column.info
                check_all(values, kinds, info.pg_type, column.describe(), nullable=info.nullable)
                chosen.append(values)
        yield chosen


def _column_for(table: Table, name: str) -> Column[Any, Any]:
    column = table.by_attribute.get(name)
    if column is None:
        raise QueryError(f'table "{table.name}" has no column for "{name}"')
    return column


def _uneven(row: Input, first: Input) -> QueryError:
    return QueryError(
        f"copy_in() began with {', '.join(given(first))}, "
        f"and a later row has {', '.join(given(row))}",
        hint="give every row the same columns, or use insert_many()",
    )


def _finding(table: Table, include_deleted: bool) -> Any:
    query: Select[Any] = Select(table)
    query = query.with_deleted() if include_deleted else query
    conditions = [
        Condition(Binary("=", column.node, param_for(column.type)))
        for column in table.require_key()
    ]
    return query.where(*conditions).build()[0]


def _is(table: Table, key: object) -> Condition:
    values = _key_values(table, key)
    return all_of(
        [column == value for column, value in zip(table.require_key(), values, strict=True)]
    )


def _key_values(table: Table, key: object) -> tuple[object, ...]:
    columns = table.require_key()
    values = (key,) if len(columns) == 1 else key
    if not isinstance(values, tuple) or len(values) != len(columns):
        names = ", ".join(column.info.attribute for column in columns)
        raise QueryError(f'the primary key of "{table.name}" is a tuple: ({names})')
    for column, value in zip(columns, values, strict=True):
        if value is None:
            raise QueryError(f"{column.describe()} is part of the primary key and never None")
        check(value, column.type, column.describe())
    return values


def _not_found(table: Table, key: object) -> NotFound:
    return NotFound(f'table "{table.name}" has no row with the key {key}')
