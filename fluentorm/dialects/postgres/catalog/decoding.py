"""Rows of the catalog queries -> CatalogState, in time linear in their number.

Expressions keep the words in which PostgreSQL reprints them (``pg_get_expr``), so two databases
of one server version compare as text, whatever their authors wrote. Only parentheses around a
whole expression are taken off.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.catalog.attached import (
    add_policies,
    add_rules,
    add_statistics,
    add_triggers,
)
from fluentorm.dialects.postgres.catalog.columns import (
    add_columns,
    name_not_nulls_of_children,
    names_taken_over,
    read_not_nulls,
    share_identities,
)
from fluentorm.dialects.postgres.catalog.constraints import add_constraints
from fluentorm.dialects.postgres.catalog.dependencies import LateMapping, dependencies
from fluentorm.dialects.postgres.catalog.indexes import Indexes, add_indexes
from fluentorm.dialects.postgres.catalog.partitions import mark_attached
from fluentorm.dialects.postgres.catalog.reading import Reading, Rows, read_names
from fluentorm.dialects.postgres.catalog.relations import (
    Relation,
    add_other_options,
    read_relations,
    table,
)
from fluentorm.dialects.postgres.catalog.routines import add_aggregates, add_routines
from fluentorm.dialects.postgres.catalog.sequences import (
    add_sequences,
    identities,
    read_sequences,
)
from fluentorm.dialects.postgres.catalog.surroundings import (
    add_collations,
    add_default_privileges,
    add_event_triggers,
    add_extensions,
    add_namespaces,
    add_publications,
)
from fluentorm.dialects.postgres.catalog.types import (
    add_composite_types,
    name_types,
    read_enums,
)
from fluentorm.dialects.postgres.catalog.views import add_views
from fluentorm.schema.catalog import CatalogState, table_text
from fluentorm.schema.helpers import without_helpers
from fluentorm.schema.objects import SchemaModel

if TYPE_CHECKING:
    from fluentorm.schema.objects import Table
    from fluentorm.schema.refs import Ref


NOTHING_KNOWN: Mapping[int, Table] = {}


def decode(
    rows: Mapping[str, Rows],
    *,
    namespaces: frozenset[str] | None = None,
    known: Mapping[int, Table] = NOTHING_KNOWN,
) -> CatalogState:
    """Put the rows of all queries together.

    ``namespaces`` are those that were read, None means all. ``known`` are tables by number that
    need not be put together again.
    """
    return decode_by_number(rows, namespaces=namespaces, known=known)[0]


def decode_by_number(
    rows: Mapping[str, Rows],
    *,
    namespaces: frozenset[str] | None = None,
    known: Mapping[int, Table] = NOTHING_KNOWN,
) -> tuple[CatalogState, dict[int, Table]]:
    """Return what ``decode`` does, and the tables by number."""
    reading = read_names(rows, namespaces)
    add_namespaces(reading)
    add_extensions(rows["extensions"], reading)
    name_types(rows["types"], reading)
    relations = read_relations(reading, rows["relations"], rows["inheritance"], known)
    add_collations(rows["collations"], reading)
    enums = read_enums(rows["types"], reading)
    _fill(relations, rows, reading)
    add_composite_types(relations, reading)
    add_routines(rows["routines"], reading)
    add_aggregates(rows["aggregates"], reading)
    add_views(relations, rows["views"], reading)
    tables = _tables(relations, reading)
    add_triggers(rows["triggers"], relations, reading)
    add_rules(rows["rules"], relations, reading)
    add_policies(rows["policies"], relations, reading)
    add_statistics(rows["statistics"], relations, reading)
    add_event_triggers(rows["event_triggers"], reading)
    add_publications(rows["publications"], relations, reading)
    add_default_privileges(rows["default_privileges"], reading)
    _add_others(rows, reading)
    model = SchemaModel(
        tables={table.name: table for table in tables.values()},
        enums=enums,
        objects=reading.objects,
        depends=_depends(rows, relations, reading) if "dependencies" in rows else None,
    )
    owners = _owners(rows["owners"], reading)
    model, helpers = without_helpers(model)
    state = CatalogState(model=model, others=reading.others, owners=owners, helpers=helpers)
    return state, tables


def _depends(
    rows: Mapping[str, Rows], relations: Mapping[int, Relation], reading: Reading
) -> Mapping[Ref, frozenset[Ref]]:
    """Return what each object needs, found out when it is first asked for."""
    return LateMapping(lambda: dependencies(rows["dependencies"], relations, reading))


def _fill(relations: Mapping[int, Relation], rows: Mapping[str, Rows], reading: Reading) -> None:
    """Give the relations their columns, constraints and indexes."""
    sequences = read_sequences(relations, rows["sequences"])
    not_nulls = read_not_nulls(relations, rows["not_nulls"], reading)
    taken_over = names_taken_over(relations, rows["not_nulls"])
    add_columns(relations, rows["columns"], not_nulls, taken_over, identities(sequences), reading)
    name_not_nulls_of_children(relations, rows["not_nulls"])
    share_identities(relations)
    add_sequences(sequences, relations, reading)
    indexes = Indexes(
        rows["indexes"],
        rows["index_keys"],
        rows["operator_classes"],
        dict(rows["collation_names"]),
        relations,
    )
    add_constraints(relations, rows["constraints"], indexes, reading)
    add_indexes(indexes, (row[0] for row in rows["inheritance"]), relations, reading)
    mark_attached(relations, rows, indexes)


def _tables(relations: Mapping[int, Relation], reading: Reading) -> dict[int, Table]:
    """Return the tables by number; foreign and typed ones are among the others."""
    tables: dict[int, Table] = {}
    for relation in relations.values():
        if relation.hidden or relation.kind not in "rpf":
            continue
        value = relation.known or table(relation, relations, reading)
        if relation.is_table:
            tables[relation.oid] = value
            add_other_options(relation, reading)
        else:
            kind = "foreign table" if relation.kind == "f" else "typed table"
            words = (word for word in ("of", "foreign") if word in relation.more)
            more = " ".join(f"{word} {relation.more[word]}" for word in words)
            reading.others[kind, relation.qualified] = f"{more}\n{table_text(value)}".strip()
    return tables


def _add_others(rows: Mapping[str, Rows], reading: Reading) -> None:
    reading.others.update({(kind, name): text for kind, name, text in rows["others"]})
    for row in rows["comments"]:
        if row[4] and (row[0], row[1]) not in reading.members:
            reading.others["comment", row[4]] = row[3]


def _owners(rows: Rows, reading: Reading) -> dict[str, str]:
    owners: dict[str, str] = {}
    for catalog, oid, role in rows:
        ref = reading.refs.get((catalog, oid))
        if ref is not None:
            owners[str(ref)] = role
    return owners
