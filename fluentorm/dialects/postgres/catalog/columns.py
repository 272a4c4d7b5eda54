"""Columns of tables, views and composite types."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fluentorm.dialects.postgres.catalog.failures import CatalogChanged
from fluentorm.dialects.postgres.catalog.reading import ATTRDEF, CLASS, CONSTRAINT, Reading, Rows
from fluentorm.dialects.postgres.catalog.texts import made_up_name, parameters, unwrapped
from fluentorm.schema.objects import (
    DEFAULT_SEQUENCE,
    PLAIN_COLUMN,
    Column,
    ColumnDetails,
    Generated,
    Identity,
    NotNull,
)
from fluentorm.schema.privileges import NO_PRIVILEGES
from fluentorm.schema.qualified import qualify, split
from fluentorm.schema.refs import Kind, Ref

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fluentorm.dialects.postgres.catalog.relations import Relation
    from fluentorm.dialects.postgres.catalog.sequences import SequenceRow

_STORAGE = {"p": "plain", "e": "external", "x": "extended", "m": "main"}
_UNKNOWN = "???"  # what format_type calls a type that is gone
_COMPRESSION = {"p": "pglz", "l": "lz4"}


def add_columns(
    relations: Mapping[int, Relation],
    rows: Rows,
    not_nulls: Mapping[tuple[int, int], NotNull],
    taken_over: Mapping[tuple[int, int], str],
    identities: Mapping[tuple[int, int], SequenceRow],
    reading: Reading,
) -> None:
    """Give each relation its columns; those of views and types stay rows."""
    for row in rows:
        relid, number, name, type_oid, type_, collation, required, default_oid, default, *_ = row
        relation = relations[relid]
        if (default_oid and default is None) or type_ == _UNKNOWN:
            raise CatalogChanged
        relation.attributes[number] = (name, type_oid, collation)
        if relation.hidden or relation.known is not None:
            continue
        if relation.kind in "vmc":
            relation.rows.append(row)
            if default_oid and relation.ref is not None:
                reading.refs[ATTRDEF, default_oid] = relation.ref
            continue
        if default_oid:
            reading.refs[ATTRDEF, default_oid] = Ref(Kind.COLUMN, relation.key, name)
        how, more = row[9], row[10]
        place = (relid, number)
        relation.columns[name] = Column(
            name=name,
            type=reading.type_text(type_oid, type_),
            nullable=not required,
            default=None if how else default,
            identity=_identity(how, identities.get(place), relation, name, reading)
            if how
            else None,
            generated=_generated(how, default) if how else None,
            collation=more.get("collation") if more else None,
            comment=reading.comments.get((CLASS, relid, number)),
            details=_details(more, not_nulls.get(place), place, reading, taken_over.get(place)),
        )
        if more and "foreign" in more:
            reading.others["options of column", relation.part(name)] = more["foreign"]


def _generated(how: str, expression: str | None) -> Generated | None:
    if how not in ("s", "v") or expression is None:
        return None
    return Generated(expression=unwrapped(expression), virtual=how == "v")


def _identity(
    how: str, sequence: SequenceRow | None, relation: Relation, column: str, reading: Reading
) -> Identity | None:
    if how not in ("a", "d"):
        return None
    if sequence is None:
        return Identity(always=how == "a")
    namespace, _ = split(relation.key)
    usual = qualify(namespace, made_up_name(relation.name, column, "seq"))
    return Identity(
        always=how == "a",
        options=sequence.options or DEFAULT_SEQUENCE,
        sequence=None if sequence.key == usual else sequence.key,
        privileges=reading.granted(CLASS, sequence.oid),
    )


def _details(
    more: Mapping[str, Any] | None,
    not_null: NotNull | None,
    place: tuple[int, int],
    reading: Reading,
    taken_over: str | None,
) -> ColumnDetails:
    privileges = reading.privileges.get((CLASS, *place), NO_PRIVILEGES)
    if not more and not_null is None and not privileges:
        return PLAIN_COLUMN
    more = more or {}
    details = ColumnDetails(
        storage=_STORAGE.get(more.get("storage", "")),
        compression=_COMPRESSION.get(more.get("compression", "")),
        statistics=more.get("statistics"),
        options=parameters(more.get("options")),
        not_null=not_null,
        inherited=more.get("inherited", False),
        privileges=privileges,
        taken_over=taken_over,
    )
    return PLAIN_COLUMN if details == PLAIN_COLUMN else details


def share_identities(relations: Mapping[int, Relation]) -> None:
    """Give columns of partitions the identity of their parents', whose sequences they share.

    So it is since PostgreSQL 17. Before, the catalogs have it for the parent only, and it counts
    for rows that come by way of that; to a model both are the same.
    """
    for relation in relations.values():
        if "bound" not in relation.more or relation.hidden or relation.known is not None:
            continue
        top = relation
        while "bound" in top.more and top.parents:
            top = relations[top.parents[0]]
        for name, column in relation.columns.items():
            above = top.columns.get(name)
            if above is not None and above.identity is not None:
                relation.columns[name] = replace(column, identity=above.identity)


def names_taken_over(relations: Mapping[int, Relation], rows: Rows) -> dict[tuple[int, int], str]:
    """Return the unusual names of NOT NULL constraints that are a parent's (PostgreSQL 18)."""
    return {
        (relid, number): name
        for relid, _, number, column, name, _, _, inherited, _ in rows
        if inherited and name != made_up_name(relations[relid].name, column, "not_null")
    }


def read_not_nulls(
    relations: Mapping[int, Relation], rows: Rows, reading: Reading
) -> dict[tuple[int, int], NotNull]:
    """Return the NOT NULL constraints that are not as usual, by table and column number."""
    found: dict[tuple[int, int], NotNull] = {}
    for relid, oid, number, column, name, no_inherit, validated, inherited, _ in rows:
        if inherited:
            continue
        usual = made_up_name(relations[relid].name, column, "not_null")
        constraint = NotNull(
            name=None if name == usual else name,
            no_inherit=no_inherit,
            validated=validated,
            comment=reading.comments.get((CONSTRAINT, oid, 0)),
        )
        if constraint != NotNull():
            found[relid, number] = constraint
    return found


def name_not_nulls_of_children(relations: Mapping[int, Relation], rows: Rows) -> None:
    """Tell what a child's NOT NULL constraint is called where it is not called as the parent's.

    A child that is made with its parent takes over the name, one that was there before keeps its
    own (PostgreSQL 18). Partitions are told apart by ``mark_attached``.
    """
    names = {(row[0], row[3]): row[4] for row in rows}
    own = {(row[0], row[3]) for row in rows if row[5]}
    for relid, _, _, column, name, _, _, _, from_parents in rows:
        relation = relations[relid]
        if not from_parents or "bound" in relation.more or column not in relation.columns:
            continue
        for oid in relation.parents:
            found = _columns(relations[oid]).get(column)
            if found is None or found.nullable or (oid, column) in own:
                continue
            usual = made_up_name(relations[oid].name, column, "not_null")
            above = names.get((oid, column), usual)
            taken = None if name == made_up_name(relation.name, column, "not_null") else name
            relation.columns[column] = _named(relation.columns[column], name, above, taken)
            break


def _columns(relation: Relation) -> Mapping[str, Column]:
    return relation.columns if relation.known is None else relation.known.columns


def _named(column: Column, name: str, above: str, taken: str | None) -> Column:
    constraint = replace(column.details.not_null or NotNull(), name=name)
    told = None if constraint == NotNull(name=above) else constraint
    taken_over = taken if told is None else None
    return replace(column, details=replace(column.details, not_null=told, taken_over=taken_over))
