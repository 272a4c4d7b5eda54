"""Constraints of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from fluentorm.dialects.postgres.catalog.failures import told
from fluentorm.dialects.postgres.catalog.reading import CLASS, CONSTRAINT, Reading, Rows
from fluentorm.dialects.postgres.catalog.texts import optional, unwrapped
from fluentorm.schema.objects import (
    Action,
    Check,
    Constraint,
    Exclusion,
    ForeignKey,
    Match,
    PrimaryKey,
    Unique,
)
from fluentorm.schema.refs import Kind, Ref

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fluentorm.dialects.postgres.catalog.indexes import Indexes, IndexRow
    from fluentorm.dialects.postgres.catalog.relations import Relation

_ACTIONS = {
    "a": Action.NO_ACTION,
    "r": Action.RESTRICT,
    "c": Action.CASCADE,
    "n": Action.SET_NULL,
    "d": Action.SET_DEFAULT,
}
_NOTHING: Mapping[str, Any] = {}


class _Row(NamedTuple):
    """One row of the query "constraints", column by column; ``more`` is what few have."""

    table: int
    oid: int
    name: str
    kind: str
    columns: Sequence[int] | None
    key_index: int
    references: int
    references_columns: Sequence[int] | None
    actions: str | None
    expression: str | None
    inherited: bool
    more: Mapping[str, Any] | None


def add_constraints(
    relations: Mapping[int, Relation], rows: Rows, indexes: Indexes, reading: Reading
) -> None:
    """Give each table its constraints, except those that it only has from a parent."""
    for row in map(_Row._make, rows):
        relation = relations[row.table]
        if relation.hidden:
            continue
        if row.inherited:
            reading.add_comment(CONSTRAINT, row.oid, f"constraint {relation.part(row.name)}")
        if relation.known is not None:
            continue
        ref = relation.ref if row.inherited else Ref(Kind.CONSTRAINT, relation.key, row.name)
        addresses = [(CONSTRAINT, row.oid)]
        if row.kind in "pux":
            addresses.append((CLASS, row.key_index))
        if ref is not None:
            reading.refs.update(dict.fromkeys(addresses, ref))
        if row.inherited:
            reading.inherited.update(addresses)
        else:
            relation.constraints[row.name] = _constraint(row, relation, relations, indexes, reading)


def _constraint(
    row: _Row,
    relation: Relation,
    relations: Mapping[int, Relation],
    indexes: Indexes,
    reading: Reading,
) -> Constraint:
    comment = reading.comments.get((CONSTRAINT, row.oid, 0))
    if row.kind == "c":
        return _check(row, comment)
    if row.kind == "f":
        return _foreign_key(row, relation, relations[row.references], comment)
    index = indexes.rows[row.key_index]
    if row.kind == "x":
        return _exclusion(row, index, indexes, comment)
    return _key(row, relation, index, indexes.include(index), comment)


def _check(row: _Row, comment: str | None) -> Check:
    more = row.more or _NOTHING
    return Check(
        name=row.name,
        expression=unwrapped(told(row.expression)),
        no_inherit=more.get("no_inherit", False),
        validated=not more.get("not_valid", False),
        enforced=not more.get("not_enforced", False),
        comment=comment,
    )


def _key(
    row: _Row, relation: Relation, index: IndexRow, include: tuple[str, ...], comment: str | None
) -> PrimaryKey | Unique:
    more = row.more or _NOTHING
    columns, storage = relation.names(row.columns), index.parameters
    overlaps = more.get("period", False)
    deferrable, deferred = more.get("deferrable", False), more.get("deferred", False)
    if row.kind == "p":
        return PrimaryKey(
            name=row.name,
            columns=columns,
            include=include,
            without_overlaps=overlaps,
            storage=storage,
            deferrable=deferrable,
            initially_deferred=deferred,
            comment=comment,
        )
    return Unique(
        name=row.name,
        columns=columns,
        nulls_not_distinct=bool(index.more and index.more.get("not_distinct")),
        include=include,
        without_overlaps=overlaps,
        storage=storage,
        deferrable=deferrable,
        initially_deferred=deferred,
        comment=comment,
    )


def _foreign_key(
    row: _Row, relation: Relation, target: Relation, comment: str | None
) -> ForeignKey:
    more = row.more or _NOTHING
    on_delete, on_update, match = tuple(row.actions or "aas")
    if "references" in more:  # a table of a namespace that is not read
        columns = tuple(more["references"])
    else:
        columns = target.names(row.references_columns)
    return ForeignKey(
        name=row.name,
        columns=relation.names(row.columns),
        references_table=target.key,
        references_columns=columns,
        on_delete=_ACTIONS[on_delete],
        on_update=_ACTIONS[on_update],
        match=Match.FULL if match == "f" else Match.SIMPLE,
        on_delete_columns=relation.names(more.get("set_columns")),
        period=more.get("period", False),
        validated=not more.get("not_valid", False),
        enforced=not more.get("not_enforced", False),
        deferrable=more.get("deferrable", False),
        initially_deferred=more.get("deferred", False),
        comment=comment,
    )


def _exclusion(row: _Row, index: IndexRow, indexes: Indexes, comment: str | None) -> Exclusion:
    more = row.more or _NOTHING
    operators: list[str] = more.get("operators", [])
    return Exclusion(
        name=row.name,
        elements=tuple(zip(indexes.keys(index), operators, strict=True)),
        method=index.method,
        include=indexes.include(index),
        where=optional(index.where),
        storage=index.parameters,
        deferrable=more.get("deferrable", False),
        initially_deferred=more.get("deferred", False),
        comment=comment,
    )
