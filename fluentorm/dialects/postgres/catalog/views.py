"""Views and materialized views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fluentorm.dialects.postgres.catalog.failures import told
from fluentorm.dialects.postgres.catalog.reading import CLASS, Reading, Rows
from fluentorm.dialects.postgres.catalog.relations import add_other_options, storage
from fluentorm.dialects.postgres.catalog.texts import parameters
from fluentorm.schema.database_objects import MaterializedView, View, ViewColumn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fluentorm.dialects.postgres.catalog.relations import Relation


_STORED = ("storage", "compression", "options")


def add_views(relations: Mapping[int, Relation], rows: Rows, reading: Reading) -> None:
    """Take up the views; their columns and indexes are there already."""
    for oid, definition in rows:
        relation = relations[oid]
        if not relation.hidden:
            query = told(definition).strip().removesuffix(";")
            reading.add(CLASS, oid, _view(relation, query, reading))


def _view(relation: Relation, query: str, reading: Reading) -> View | MaterializedView:
    known = tuple((row[2], reading.type_text(row[3], row[4])) for row in relation.rows)
    found = [_column(row, relation, reading) for row in relation.rows]
    columns = sorted(found, key=lambda column: column.name)
    told = tuple(column for column in columns if column != ViewColumn(name=column.name))
    privileges = reading.granted(CLASS, relation.oid)
    if relation.kind == "v":
        return View(
            name=relation.key,
            query=query,
            options=parameters(relation.more.get("options")),
            columns=told,
            comment=relation.comment,
            privileges=privileges,
            known_columns=known,
        )
    _add_others(relation, reading)
    return MaterializedView(
        name=relation.key,
        query=query,
        storage=storage(relation),
        populated=not relation.more.get("unpopulated", False),
        indexes=tuple(relation.indexes[name] for name in sorted(relation.indexes)),
        cluster_on=relation.cluster_on,
        columns=told,
        comment=relation.comment,
        privileges=privileges,
        known_columns=known,
    )


def _add_others(relation: Relation, reading: Reading) -> None:
    """Note what a model has no words for: how a materialized view is stored."""
    add_other_options(relation, reading)
    for row in relation.rows:
        more = row[10] or {}
        words = [f"{word} {more[word]}" for word in _STORED if word in more]
        if words:
            reading.others["options of column", relation.part(row[2])] = ", ".join(words)


def _column(row: tuple[Any, ...], relation: Relation, reading: Reading) -> ViewColumn:
    _, number, name, type_oid, type_, _, _, _, default, _, more = row
    return ViewColumn(
        name=name,
        type=reading.type_text(type_oid, type_),
        default=default,
        comment=reading.comment(CLASS, relation.oid, number),
        statistics=(more or {}).get("statistics"),
        privileges=reading.granted(CLASS, relation.oid, number),
    )
