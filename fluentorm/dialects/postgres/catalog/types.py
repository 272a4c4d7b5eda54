"""Types: enums, domains, composite types, ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from fluentorm.dialects.postgres.catalog.reading import CLASS, CONSTRAINT, TYPE, Reading, Rows
from fluentorm.dialects.postgres.catalog.texts import unwrapped
from fluentorm.schema.database_objects import (
    Attribute,
    CompositeType,
    Domain,
    DomainCheck,
    RangeType,
)
from fluentorm.schema.names import usual_domain_not_null, usual_multirange
from fluentorm.schema.objects import Enum
from fluentorm.schema.qualified import quote_name
from fluentorm.schema.refs import Kind, Ref

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fluentorm.dialects.postgres.catalog.relations import Relation

_KINDS = {"e": Kind.ENUM, "d": Kind.DOMAIN, "r": Kind.RANGE}


class _Row(NamedTuple):
    """One row of the query "types", column by column."""

    oid: int
    array: int
    namespace: int
    name: str
    kind: str
    values: Sequence[str] | None
    more: Mapping[str, Any] | None


def name_types(rows: Rows, reading: Reading) -> None:
    """Note how types are written and referred to; needed before anything that uses them."""
    for row in map(_Row._make, rows):
        kind = _KINDS.get(row.kind)
        if kind is None:  # it may have modifiers, which only the server knows to write
            continue
        key = reading.key(row.namespace, row.name)
        text = quote_name(key)
        reading.spelling[row.oid], reading.spelling[row.array] = text, f"{text}[]"
        if (TYPE, row.oid) not in reading.members:
            reading.refs[TYPE, row.oid] = reading.refs[TYPE, row.array] = Ref(kind, key)


def read_enums(rows: Rows, reading: Reading) -> dict[str, Enum]:
    """Return the enums; the other types of the rows become objects, or others."""
    enums: dict[str, Enum] = {}
    for row in map(_Row._make, rows):
        if (TYPE, row.oid) in reading.members:
            continue
        key = reading.key(row.namespace, row.name)
        match row.kind:
            case "e":
                enums[key] = Enum(
                    name=key,
                    values=tuple(row.values or ()),
                    comment=reading.comment(TYPE, row.oid),
                    privileges=reading.granted(TYPE, row.oid),
                )
            case "d":
                reading.add(TYPE, row.oid, _domain(row, key, reading))
            case "r":
                _add_range(row, key, reading)
            case _:
                comment = reading.comment(TYPE, row.oid)
                text = f"{(row.more or {}).get('text', '')} {comment or ''}".strip()
                reading.others["type", quote_name(key)] = text
    return enums


def _domain(row: _Row, key: str, reading: Reading) -> Domain:
    more = row.more or {}
    constraint, named = more.get("not_null_constraint", (None, None))  # PostgreSQL 17
    if constraint is not None:
        reading.refs[CONSTRAINT, constraint] = Ref(Kind.DOMAIN, key)
    checks = []
    for oid, name, expression, validated in more.get("checks", ()):
        reading.refs[CONSTRAINT, oid] = Ref(Kind.DOMAIN, key)
        checks.append(
            DomainCheck(
                name=name,
                expression=unwrapped(expression),
                validated=validated,
                comment=reading.comment(CONSTRAINT, oid),
            )
        )
    return Domain(
        name=key,
        type=reading.type_text(more["base"], more["type"]),
        collation=more.get("collation"),
        default=more.get("default"),
        nullable=not more.get("not_null", False),
        not_null_name=None if named == usual_domain_not_null(key) else named,
        not_null_comment=reading.comment(CONSTRAINT, constraint)
        if constraint is not None
        else None,
        checks=tuple(checks),
        comment=reading.comment(TYPE, row.oid),
        privileges=reading.granted(TYPE, row.oid),
    )


def _add_range(row: _Row, key: str, reading: Reading) -> None:
    more = row.more or {}
    multirange = None
    if "multirange" in more:  # PostgreSQL 14
        multirange = reading.key(more["multirange_namespace"], more["multirange"])
        ref, text = Ref(Kind.RANGE, key), quote_name(multirange)
        for oid, spelling in (("multirange_oid", text), ("multirange_array", f"{text}[]")):
            reading.refs[TYPE, more[oid]] = ref
            reading.spelling[more[oid]] = spelling
    value = RangeType(
        name=key,
        subtype=reading.type_text(more["base"], more["subtype"]),
        opclass=more.get("opclass"),
        collation=more.get("collation"),
        canonical=more.get("canonical"),
        subtype_diff=more.get("subtype_diff"),
        multirange=None if multirange == usual_multirange(key) else multirange,
        comment=reading.comment(TYPE, row.oid),
        privileges=reading.granted(TYPE, row.oid),
    )
    reading.add(TYPE, row.oid, value)


def add_composite_types(relations: Mapping[int, Relation], reading: Reading) -> None:
    """Take up the composite types among the relations."""
    for relation in relations.values():
        if relation.kind != "c" or relation.hidden:
            continue
        attributes = tuple(
            Attribute(
                name=row[2],
                type=reading.type_text(row[3], row[4]),
                collation=(row[10] or {}).get("collation"),
                comment=reading.comment(CLASS, relation.oid, row[1]),
            )
            for row in relation.rows
        )
        value = CompositeType(
            name=relation.key,
            attributes=attributes,
            comment=reading.comment(TYPE, relation.row_type),
            privileges=reading.granted(TYPE, relation.row_type),
        )
        reading.add(CLASS, relation.oid, value)
