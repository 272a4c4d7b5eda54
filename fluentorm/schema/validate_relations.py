"""Whether relations lead somewhere, and have names that models can use."""

from __future__ import annotations

from collections.abc import Iterator

from fluentorm.errors import Place, Problem
from fluentorm.schema.hints import Relation, RelationKind
from fluentorm.schema.nearest import Nearest
from fluentorm.schema.objects import SchemaModel, Table
from fluentorm.schema.validate_constraints import missing, type_problems


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
    if relation.kind is RelationKind.ONE_TO_MANY:  # the other table's columns hold the key
        ends.reverse()
    (source, names), (key_table, keys) = ends
    yield from type_problems(source, names, key_table, keys, place, enums)
