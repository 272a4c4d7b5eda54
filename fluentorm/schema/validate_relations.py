"""Whether relations lead somewhere, and have names that models can use."""

from __future__ import annotations

from collections.abc import Iterator

from fluentorm.errors import Place, Problem
from fluentorm.schema.hints import Relation, RelationKind
from fluentorm.schema.nearest import Nearest
from fluentorm.schema.objects import SchemaModel, Table
from fluentorm.schema.validate_constraints import missing, type_problems, unique_keys


def relation_problems(
    table: Table, model: SchemaModel, enums: frozenset[str], nearest: Nearest
) -> Iterator[Problem]:
    """Say what is wrong with a table's relations.

    Where a foreign key enforces the relation, the rules of foreign keys have said it already; only
    the name is looked at here.
    """
    for relation in table.relations.values():
        place = relation_place(table, relation)
        column = table.columns.get(relation.name)
        if column:
            yield Problem(
                f'relation "{relation.name}" has the name of a column of table "{table.name}"',
                place,
                "a model has both as attributes; rename the relation",
            )
        if relation.constraint is None:
            yield from _target_problems(table, relation, model, enums, nearest)


def relation_place(table: Table, relation: Relation) -> Place | None:
    """Return where a relation was declared, as near as the model knows."""
    constraint = table.constraints.get(relation.constraint or "")
    return relation.origin or (constraint and constraint.origin) or table.origin


def _target_problems(
    table: Table,
    relation: Relation,
    model: SchemaModel,
    enums: frozenset[str],
    nearest: Nearest,
) -> Iterator[Problem]:
    what = f'relation "{relation.name}"'
    place = relation_place(table, relation)
    yield from missing(what, table, relation.columns, place, nearest)
    target = model.tables.get(relation.references_table)
    if target is None:
        yield Problem(
            f'{what} leads to table "{relation.references_table}", which does not exist',
            place,
            nearest.hint(relation.references_table, model.tables),
        )
        return
    yield from missing(what, target, relation.references_columns, place, nearest)
    ends = [(table, relation.columns), (target, relation.references_columns)]
    if len(relation.columns) != len(relation.references_columns):
        yield Problem(f"{what} matches {len(ends[0][1])} columns with {len(ends[1][1])}", place)
        return
    if relation.kind in (RelationKind.ONE_TO_MANY, RelationKind.ONE_TO_ONE):
        ends.reverse()  # the other table's columns hold the key
    if relation.kind is RelationKind.ONE_TO_ONE:
        yield from _single_problems(relation, target, model, place)
    (source, names), (key_table, keys) = ends
    yield from type_problems(source, names, key_table, keys, place, enums)


def _single_problems(
    relation: Relation, target: Table, model: SchemaModel, place: Place | None
) -> Iterator[Problem]:
    """Say why a row may be related to several rows of the other table instead of one.

    A partial index is enough: it is how rows that were softly deleted are let alone.
    """
    columns = set(relation.references_columns)
    if not any(columns.issuperset(names) for names, _, _ in unique_keys(target, model)):
        names = ", ".join(f'"{name}"' for name in relation.references_columns)
        yield Problem(
            f'relation "{relation.name}" has one row of table "{target.name}", '
            f"but nothing keeps {names} unique there",
            place,
            f'make it unique in table "{target.name}", or use has_many',
        )
