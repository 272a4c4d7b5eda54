"""Tables and the like: what is known of each while its columns, constraints and indexes come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

from fluentorm.dialects.postgres.catalog.failures import CatalogChanged
from fluentorm.dialects.postgres.catalog.reading import CLASS, TYPE, Reading, Rows
from fluentorm.dialects.postgres.catalog.texts import parameters
from fluentorm.schema.objects import PLAIN_TABLE, Parameters, Table, TableDetails
from fluentorm.schema.privileges import NO_PRIVILEGES
from fluentorm.schema.qualified import quote_name
from fluentorm.schema.refs import Kind, Ref
from fluentorm.schema.sql_text import quote_identifier
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fluentorm.schema.objects import Column, Constraint, Index, Options

_KINDS = {
    "r": Kind.TABLE,
    "p": Kind.TABLE,
    "v": Kind.VIEW,
    "m": Kind.MATERIALIZED_VIEW,
    "S": Kind.SEQUENCE,
    "c": Kind.COMPOSITE,
}
_REPLICA_IDENTITY = {"f": "full", "n": "nothing"}
_OURS = "_fluent_"
_NOTHING: Mapping[str, Any] = {}


@dataclass(slots=True, kw_only=True)
class Relation:
    """A relation while its rows come in.

    ``hidden`` is one that is no part of the state: our own, an extension's, one of a namespace
    that is not read. ``ref`` is None for what a model has no words for. ``attributes`` maps column
    numbers to (name, type, collation). A ``known`` table needs nothing more.
    """

    oid: int
    row_type: int
    key: str
    name: str
    kind: str
    hidden: bool
    comment: str | None
    more: Mapping[str, Any]
    ref: Ref | None
    known: Table | None = None
    attributes: dict[int, tuple[str, int, int]] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)
    constraints: dict[str, Constraint] = field(default_factory=dict)
    indexes: dict[str, Index] = field(default_factory=dict)
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    replica_identity_index: str | None = None
    cluster_on: str | None = None
    attached: Options | None = None

    @property
    def is_table(self) -> bool:
        """Say whether this is a table that a model has."""
        return self.kind in "rp" and "of" not in self.more

    @property
    def qualified(self) -> str:
        """The name as others show it."""
        return quote_name(self.key)

    def part(self, name: str) -> str:
        """Return the name of something inside it as others show it."""
        return f"{self.qualified}.{quote_identifier(name)}"

    def names(self, numbers: Iterable[int] | None) -> tuple[str, ...]:
        """Return the names of columns, given by number."""
        return tuple(self.attributes[number][0] for number in numbers or ())


def read_relations(
    reading: Reading, rows: Rows, inheritance: Rows, known: Mapping[int, Table]
) -> dict[int, Relation]:
    """Return all relations by number, those of other namespaces for their names."""
    relations: dict[int, Relation] = {}
    for oid, namespace, name, kind, row_type, array, more in rows:
        hidden = (
            namespace not in reading.chosen
            or name.startswith(_OURS)
            or (CLASS, oid) in reading.members
            # Of a composite type only the type is noted (heap_create_with_catalog).
            or (kind == "c" and (TYPE, row_type) in reading.members)
        )
        if more and "" in (more.get("partition_by"), more.get("bound")):
            raise CatalogChanged
        key = reading.key(namespace, name)
        ref = _ref(kind, key, more)
        relation = relations[oid] = Relation(
            oid=oid,
            row_type=row_type,
            key=key,
            name=name,
            kind=kind,
            hidden=hidden,
            comment=reading.comments.get((CLASS, oid, 0)),
            more=more or _NOTHING,
            ref=ref,
            known=known.get(oid),
        )
        if ref is None or hidden:
            continue
        reading.refs[CLASS, oid] = ref
        if row_type:
            text = quote_name(relation.key)
            reading.refs[TYPE, row_type] = reading.refs[TYPE, array] = ref
            reading.spelling[row_type], reading.spelling[array] = text, f"{text}[]"
    for child, parent in inheritance:
        if child in relations and parent in relations:
            relations[child].parents.append(parent)
    return relations


def _ref(kind: str, key: str, more: Mapping[str, Any] | None) -> Ref | None:
    """Return the reference to a relation; None for what a model has no words for."""
    if kind not in _KINDS or (more and "of" in more):
        return None
    return Ref(_KINDS[kind], key)


def table(relation: Relation, relations: Mapping[int, Relation], reading: Reading) -> Table:
    """Return a finished table."""
    return Table(
        name=relation.key,
        columns=relation.columns,
        constraints=relation.constraints,
        indexes=relation.indexes,
        comment=relation.comment,
        details=_details(relation, relations, reading),
    )


def storage(relation: Relation) -> tuple[tuple[str, str], ...]:
    """Return the storage parameters of a relation and of its TOAST table."""
    own = parameters(relation.more.get("options"))
    return Parameters((*own, *parameters(relation.more.get("toast"), "toast.")))


def _details(
    relation: Relation, relations: Mapping[int, Relation], reading: Reading
) -> TableDetails:
    more = relation.more
    privileges = reading.privileges.get((CLASS, relation.oid, 0), NO_PRIVILEGES)
    unusual = more or privileges or relation.parents or relation.cluster_on
    if not unusual and relation.replica_identity_index is None:
        return PLAIN_TABLE
    bound = more.get("bound")
    parents = tuple(relations[oid].key for oid in relation.parents)
    return TableDetails(
        unlogged=more.get("persistence") == "u",
        partition_by=more.get("partition_by"),
        partition_of=parents[0] if bound is not None else None,
        bound=bound,
        attached=relation.attached,
        inherits=parents if bound is None else (),
        storage=storage(relation),
        row_security=more.get("security", False),
        force_row_security=more.get("forced", False),
        replica_identity=_REPLICA_IDENTITY.get(more.get("identity", "")),
        replica_identity_index=relation.replica_identity_index,
        cluster_on=relation.cluster_on,
        privileges=privileges,
    )


def add_other_options(relation: Relation, reading: Reading) -> None:
    """Note what a model has no words for: where and how a relation is stored."""
    for option in ("tablespace", "method"):
        if option in relation.more:
            word = "access method" if option == "method" else option
            kind = "materialized view" if relation.kind == "m" else "table"
            reading.others[f"{word} of {kind}", relation.qualified] = relation.more[option]
