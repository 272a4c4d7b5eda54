"""Partitions that were tables before, and what their keys and indexes are called.

A table that is attached keeps the names of its NOT NULL constraints, keys and indexes, while one
that is made as a partition takes over the first and gets the others made up. The catalogs tell the
two apart by the keys: one that was made for the table alone is not inheritable
(``index_constraint_create`` in ``index.c``), and attaching changes nothing about that. Without
keys the names tell it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fluentorm.dialects.postgres.catalog.texts import made_up_name, numbers
from fluentorm.schema.objects import NotNull, Parameters
from fluentorm.schema.partition_names import MADE_BY_ATTACHING, key_word, usual_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fluentorm.dialects.postgres.catalog.indexes import Indexes, IndexRow
    from fluentorm.dialects.postgres.catalog.reading import Rows
    from fluentorm.dialects.postgres.catalog.relations import Relation
    from fluentorm.schema.objects import Column

_LABELS = {"p": "pkey", "u": "key", "x": "excl"}


def mark_attached(
    relations: Mapping[int, Relation], rows: Mapping[str, Rows], indexes: Indexes
) -> None:
    """Tell of each partition whether it was attached, and what it calls its parts then."""
    found = [
        relation
        for relation in relations.values()
        if "bound" in relation.more and not relation.hidden and relation.known is None
    ]
    if not found:
        return
    above: dict[int, int] = dict(reversed(rows["inheritance"]))
    parts: defaultdict[int, list[IndexRow]] = defaultdict(list)
    for row in indexes.rows.values():
        if row.oid in above:
            parts[row.table].append(row)
    keys = {row[5]: row for row in rows["constraints"] if row[3] in _LABELS}
    names = {(row[0], row[3]): (row[4], row[7]) for row in rows["not_nulls"]}
    for relation in found:
        own = parts[relation.oid]
        alone = [_is_alone(keys[row.oid]) for row in own if row.oid in keys]
        if any(alone) or (
            _has_own_not_nulls(relation, relations, names)
            or (not alone and _has_own_names(relation, own, indexes))
        ):
            relation.attached = _own_names(relation, own, above, indexes, keys)
            for name, column in relation.columns.items():
                relation.columns[name] = _with_own_name(column)


def _is_alone(key: Sequence[Any]) -> bool:
    """Say whether a key was made for the table, and not for it as a partition."""
    return bool(key[11] and key[11].get("no_inherit"))


def _has_own_not_nulls(
    relation: Relation,
    relations: Mapping[int, Relation],
    names: Mapping[tuple[int, str], tuple[str, bool]],
) -> bool:
    """Say whether a NOT NULL that only the parent declares is not called as it is there."""
    for parent in relation.parents[:1]:
        for column in relation.columns:
            name, inherited = names.get((relation.oid, column), ("", False))
            usual = made_up_name(relations[parent].name, column, "not_null")
            if inherited and name != names.get((parent, column), (usual,))[0]:
                return True
    return False


def _has_own_names(relation: Relation, rows: Iterable[IndexRow], indexes: Indexes) -> bool:
    """Say whether indexes are called as PostgreSQL would not; what an expression is called varies.

    It counts on where a name is taken.
    """
    return any(
        not (
            re.fullmatch(rf"{re.escape(usual)}[0-9]*", row.name)
            or (0 in numbers(row.columns) and row.name.startswith(f"{relation.name}_"))
        )
        for row in rows
        for usual in (usual_name(relation.key, _words(row, indexes), "idx"),)
    )


def _words(row: IndexRow, indexes: Indexes) -> list[str]:
    return [*map(key_word, indexes.keys(row)), *indexes.include(row)]


def _own_names(
    relation: Relation,
    rows: Iterable[IndexRow],
    above: Mapping[int, int],
    indexes: Indexes,
    keys: Mapping[int, Sequence[Any]],
) -> Parameters:
    pairs = []
    for row in rows:
        top = row.oid
        while top in above:
            top = above[top]
        key = keys.get(row.oid)
        label = "idx" if key is None else _LABELS[key[3]]
        usual = row.name == usual_name(relation.key, _words(row, indexes), label)
        if top in indexes.rows and not (usual and (key is None or _is_alone(key))):
            pairs.append((indexes.rows[top].name, MADE_BY_ATTACHING if usual else row.name))
    return Parameters(sorted(pairs))


def _with_own_name(column: Column) -> Column:
    """Return a column whose NOT NULL constraint has the name that is its own, not the parent's."""
    details = column.details
    if details.taken_over is None:
        return column
    not_null = replace(details.not_null or NotNull(), name=details.taken_over)
    return replace(column, details=replace(details, not_null=not_null, taken_over=None))
