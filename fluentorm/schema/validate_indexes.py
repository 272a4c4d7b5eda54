"""What an index may be over, by its method.

What a method can do is in PostgreSQL's ``pg_index_am`` handlers (manual, 11.2 and 64; seen with
``pg_indexam_has_property``). Methods of extensions are not known here and are let through.
"""

from __future__ import annotations

from collections.abc import Iterator

from fluentorm.errors import Place, Problem
from fluentorm.schema.nearest import Nearest
from fluentorm.schema.objects import Index, IndexKey, Table
from fluentorm.schema.type_rules import has_order

MAX_KEYS = 32
_METHODS = frozenset({"btree", "hash", "gist", "spgist", "gin", "brin"})
_ORDERED = frozenset({"btree"})
_UNIQUE = frozenset({"btree"})
_INCLUDING = frozenset({"btree", "gist", "spgist"})
_MULTICOLUMN = frozenset({"btree", "gist", "gin", "brin"})


def index_problems(table: Table, nearest: Nearest) -> Iterator[Problem]:
    """Say what is wrong with a table's indexes."""
    for index in table.indexes.values():
        place = index.origin or table.origin
        yield from _key_problems(table, index, place, nearest)
        yield from _method_problems(index, place)
        yield from _predicate_problems(index, place)


def _key_problems(
    table: Table, index: Index, place: Place | None, nearest: Nearest
) -> Iterator[Problem]:
    if not index.keys:
        yield Problem(f'index "{index.name}" has no columns', place)
    if len(index.keys) + len(index.include) > MAX_KEYS:
        yield Problem(
            f'index "{index.name}" has {len(index.keys) + len(index.include)} columns; '
            f"PostgreSQL allows {MAX_KEYS}",
            place,
        )
    for name in (*index.columns, *index.include):
        if name not in table.columns:
            yield Problem(
                f'index "{index.name}" is over column "{name}", '
                f'which table "{table.name}" does not have',
                place,
                nearest.hint(name, table.columns),
            )
    for key in index.keys:
        yield from _one_key_problems(table, index, key, place)
    repeated = [name for i, name in enumerate(index.include) if name in index.include[:i]]
    repeated += [name for name in index.include if name in index.columns]
    for name in dict.fromkeys(repeated):
        yield Problem(
            f'index "{index.name}" includes column "{name}", which it has already',
            place,
            f'remove "{name}" from include',
        )


def _one_key_problems(
    table: Table, index: Index, key: IndexKey, place: Place | None
) -> Iterator[Problem]:
    if (key.column is None) == (key.expression is None):
        yield Problem(f'index "{index.name}": a key is either a column or an expression', place)
    if key.expression is not None and not key.expression.strip():
        yield Problem(f'index "{index.name}" has an empty expression', place)
    column = table.columns.get(key.column) if key.column is not None else None
    if column and index.method == "btree" and not key.opclass and not has_order(column.type):
        yield Problem(
            f'index "{index.name}": a btree cannot hold column "{column.name}" '
            f"of type {column.type}",
            place,
            "use another method, an expression, or jsonb instead of json",
        )


def _method_problems(index: Index, place: Place | None) -> Iterator[Problem]:
    method = index.method
    if method not in _METHODS:
        return
    if index.unique and method not in _UNIQUE:
        yield _unsupported(index, "be unique", _UNIQUE, place)
    if index.include and method not in _INCLUDING:
        yield _unsupported(index, "include columns", _INCLUDING, place)
    if len(index.keys) > 1 and method not in _MULTICOLUMN:
        yield _unsupported(index, "have several columns", _MULTICOLUMN, place)
    ordered = any(key.descending or key.nulls_first is not None for key in index.keys)
    if ordered and method not in _ORDERED:
        yield _unsupported(index, "have an order of keys or nulls", _ORDERED, place)


def _predicate_problems(index: Index, place: Place | None) -> Iterator[Problem]:
    if index.where is not None and not index.where.strip():
        yield Problem(f'index "{index.name}" has an empty where', place, "remove where")
    if index.nulls_not_distinct and not index.unique:
        yield Problem(
            f'index "{index.name}" has nulls_not_distinct but is not unique',
            place,
            "add unique=True, or remove nulls_not_distinct",
        )


def _unsupported(index: Index, what: str, methods: frozenset[str], place: Place | None) -> Problem:
    return Problem(
        f'index "{index.name}" uses {index.method}, which cannot {what}',
        place,
        f"methods that can: {', '.join(sorted(methods))}",
    )
