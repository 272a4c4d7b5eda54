"""Loading related rows: one more query for a relation, however many rows there are.

The rows of all owners are found at once by the keys of these, and then dealt out. So no row comes
over twice, and any number of relations can be loaded without multiplying each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from fluentorm.query.column import Column
from fluentorm.query.expression import Condition
from fluentorm.query.info import ColumnInfo
from fluentorm.query.nodes import (
    InQuery,
    NamedSource,
    Param,
    Quantified,
    RowOf,
    SelectNode,
    UnnestSource,
)
from fluentorm.query.program import Fetch, Program
from fluentorm.query.relation import Related, _AsModel
from fluentorm.query.selecting import Select
from fluentorm.query.values import is_native

LOADED = "__loaded__"
_KEYS = "keys"
_put = object.__setattr__


def load_all(rows: Sequence[Any], relations: Iterable[Related[Any]]) -> Program[None]:
    """Load relations for rows, and hold the found ones in the rows."""
    for relation in relations:
        yield from load(rows, relation)


def load(rows: Sequence[Any], relation: Related[Any]) -> Program[None]:
    """Load one relation for rows."""
    found = yield from related(rows, relation)
    name = relation.info.attribute
    for row, value in zip(rows, found, strict=True):
        loaded = getattr(row, LOADED, None)
        if loaded is None:
            _put(row, LOADED, {name: value})
        else:
            loaded[name] = value


def related(rows: Sequence[Any], relation: Related[Any]) -> Program[list[Any]]:
    """Return what each row is related to: a list, or a row or None."""
    key_of = _key_of(relation.owner.by_name[name].info.attribute for name in relation.info.columns)
    keys = [key_of(row) for row in rows]
    wanted = [key for key in dict.fromkeys(keys) if not _is_null(key)]
    groups: dict[Any, list[Any]] = {}
    if wanted:
        children = yield from _children(relation, wanted, groups)
        query = relation.query
        if query is not None and query.included and children:
            yield from load_all(children, query.included)
    if relation.many:
        return [list(groups.get(key, ())) for key in keys]
    return [groups[key][0] if key in groups else None for key in keys]


def _children(
    relation: Related[Any], keys: list[Any], groups: dict[Any, list[Any]]
) -> Program[list[Any]]:
    """Fetch the related rows of all keys, deal them out to ``groups``, and return them."""
    query = relation.select()
    if query.is_cut() or relation.info.junction is not None:
        return (yield from _keyed_children(relation, keys, groups))
    target = relation.target
    columns = [target.column(name) for name in relation.info.references_columns]
    found: list[Any] = yield query.where(_among(columns, keys)).statement()
    key_of = _key_of(column.info.attribute for column in columns)
    for child in found:
        key = key_of(child)
        group = groups.get(key)
        if group is None:
            groups[key] = [child]
        else:
            group.append(child)
    return found


def _keyed_children(
    relation: Related[Any], keys: list[Any], groups: dict[Any, list[Any]]
) -> Program[list[Any]]:
    """Fetch related rows that do not say themselves whose they are, each with its key before it."""
    width = len(relation.info.columns)
    make = relation.target.make
    limited = relation.select().is_cut()
    statement = (_limited if limited else _through_junction)(relation, keys)
    found: list[Any] = []
    for row in (yield statement):
        key = row[0] if width == 1 else row[:width]
        child = make(row[width:])
        found.append(child)
        groups.setdefault(key, []).append(child)
    return found


def _through_junction(relation: Related[Any], keys: list[Any]) -> Fetch:
    """Return the query through a junction table: its key, then the related row."""
    between, junction = relation.junction()
    ends = [junction.column(name) for name in between.columns]
    query: Any = relation.select().without_related()
    query = query.join(_AsModel(junction), relation.through(relation.target))
    query = query.where(_among(ends, keys)).select(*ends, *relation.target.columns)
    node, values = query.build()
    return Fetch(node, values)


def _limited(relation: Related[Any], keys: list[Any]) -> Fetch:
    """Return a query that finds some related rows of each key: once for each, by its index."""
    info, target = relation.info, relation.target
    query: Any = relation.select().without_related()
    ends = [target.column(name) for name in info.references_columns]
    if info.junction is not None:
        between, junction = relation.junction()
        ends = [junction.column(name) for name in between.columns]
        query = query.join(_AsModel(junction), relation.through(target))
    source = NamedSource(_KEYS)
    places: list[Column[Any, Any]] = [
        Column(source, ColumnInfo(name=f"k{number}", pg_type=end.type))
        for number, end in enumerate(ends, 1)
    ]
    query = query.where(*(end == place for end, place in zip(ends, places, strict=True)))
    query = query.select(*target.columns)
    inner = query.subquery("found", lateral=True)
    arrays, array_values = _arrays(ends, keys)
    outer: Select[Any] = (
        Select().cross_join(inner).select(*places, *(column for _, column in inner.columns))
    )
    node, values = outer.build()
    outer_node: Any = node
    keyed = outer_node._replace(source=UnnestSource(arrays, _KEYS))
    return Fetch(keyed, (*array_values, *values))


def _among(columns: Sequence[Column[Any, Any]], keys: list[Any]) -> Condition:
    """Return the condition that some columns have one of the keys."""
    if len(columns) == 1:
        column = columns[0]
        param = Param(f"{column.type}[]", not is_native(column.type))
        return Condition(Quantified("=", column.node, "ANY", param), (keys,))
    arrays, values = _arrays(columns, keys)
    names = tuple(
        Column[Any, Any](NamedSource(_KEYS), ColumnInfo(name=f"k{n}", pg_type=c.type)).output()
        for n, c in enumerate(columns, 1)
    )
    query = SelectNode(names, UnnestSource(arrays, _KEYS))
    return Condition(InQuery(RowOf(tuple(c.node for c in columns)), query), values)


def _arrays(
    columns: Sequence[Column[Any, Any]], keys: list[Any]
) -> tuple[tuple[Param, ...], tuple[list[Any], ...]]:
    """Return an array of the keys' values for each column."""
    params = tuple(Param(f"{column.type}[]", True) for column in columns)
    if len(columns) == 1:
        return params, (keys,)
    return params, tuple([key[place] for key in keys] for place in range(len(columns)))


def _key_of(attributes: Iterable[str]) -> Callable[[Any], Any]:
    return attrgetter(*attributes)


def _is_null(key: Any) -> bool:
    return key is None or (isinstance(key, tuple) and None in key)
