"""Which objects of a database are held against the declared schema, and what they shall be.

All of them, except those that a migration written by hand made. An object is taken for one when
the database had it before, the old snapshot did not know it, and the schema files do not declare
it. What is not a table, a column, a constraint, an index or an enum cannot be declared at all.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from fluentorm.diff.uses import enum_of
from fluentorm.schema.objects import SchemaModel, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_Value = TypeVar("_Value")


def changed_parts(old: SchemaModel, new: SchemaModel) -> tuple[SchemaModel, SchemaModel]:
    """Return the tables and enums of both sides that the other side has not got as they are.

    A table whose column is of a changed enum counts as changed.
    """
    enums = {
        name for name in {**old.enums, **new.enums} if old.enums.get(name) != new.enums.get(name)
    }
    tables = {
        name
        for name in {**old.tables, **new.tables}
        if old.tables.get(name) != new.tables.get(name)
        or any(enum_of(column.type) in enums for column in new.tables[name].columns.values())
    }
    before, after = (
        SchemaModel(
            tables={name: table for name, table in model.tables.items() if name in tables},
            enums={name: enum for name, enum in model.enums.items() if name in enums},
        )
        for model in (old, new)
    )
    return before, after


def expected_model(before: SchemaModel, changed: SchemaModel, declared: SchemaModel) -> SchemaModel:
    """Return what the declared schema is on the server: ``changed``, and the rest as before.

    What is declared and in neither is as the schema files say it: it will be found missing.
    """
    return SchemaModel(
        tables=_first_found(declared.tables, changed.tables, before.tables),
        enums=_first_found(declared.enums, changed.enums, before.enums),
    )


def _first_found(
    declared: Mapping[str, _Value], *sources: Mapping[str, _Value]
) -> dict[str, _Value]:
    return {
        name: next((source[name] for source in sources if name in source), value)
        for name, value in declared.items()
    }


def differed_already(before: SchemaModel, after: SchemaModel, wanted: SchemaModel) -> bool:
    """Say whether every table and enum that differs was so before."""
    tables = after.tables.keys() | wanted.tables.keys()
    enums = after.enums.keys() | wanted.enums.keys()
    return all(
        before.tables.get(name) == after.tables.get(name)
        for name in tables
        if after.tables.get(name) != wanted.tables.get(name)
    ) and all(
        before.enums.get(name) == after.enums.get(name)
        for name in enums
        if after.enums.get(name) != wanted.enums.get(name)
    )


def held_against(
    after: SchemaModel, before: SchemaModel, old: SchemaModel, declared: SchemaModel
) -> SchemaModel:
    """Return ``after`` without the objects that migrations written by hand made.

    Those are what ``before`` has, and neither ``old`` nor ``declared``. In a table that was
    renamed since, they are looked for in the tables that are gone.
    """
    gone = [table for name, table in before.tables.items() if name not in after.tables]
    tables = {}
    for name, table in after.tables.items():
        if name not in declared.tables and name in before.tables and name not in old.tables:
            continue
        wanted = declared.tables.get(name)
        if wanted is not None and wanted != table:
            sources = [before.tables[name]] if name in before.tables else gone
            table = _table_held_against(table, sources, old, wanted)
        tables[name] = table
    enums = _without_foreign(after.enums, before.enums, old.enums, declared.enums)
    return SchemaModel(tables=tables, enums=enums)


def _table_held_against(
    table: Table, sources: Sequence[Table], old: SchemaModel, wanted: Table
) -> Table:
    for source in sources:
        known = old.tables.get(source.name)
        if known is None:
            continue
        table = replace(
            table,
            columns=_without_foreign(table.columns, source.columns, known.columns, wanted.columns),
            constraints=_without_foreign(
                table.constraints, source.constraints, known.constraints, wanted.constraints
            ),
            indexes=_without_foreign(table.indexes, source.indexes, known.indexes, wanted.indexes),
        )
    return table


def _without_foreign(
    after: Mapping[str, _Value],
    before: Mapping[str, object],
    old: Mapping[str, object],
    declared: Mapping[str, object],
) -> dict[str, _Value]:
    return {
        name: value
        for name, value in after.items()
        if name in declared or name in old or name not in before
    }
