"""Which objects of a database are held against the declared schema, and what they shall be.

All of them, except those that a migration written by hand made. An object is taken for one when
the database had it before, the old snapshot did not know it, and the schema files do not declare
it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from fluentorm.diff.inheritance import parents
from fluentorm.diff.uses import enum_of
from fluentorm.schema.dependencies import dependencies
from fluentorm.schema.objects import ForeignKey, SchemaModel, Table
from fluentorm.schema.refs import Kind, Ref
from fluentorm.schema.untold import object_without_untold, without_untold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_Key = TypeVar("_Key", str, Ref)
_Value = TypeVar("_Value")


def changed_parts(old: SchemaModel, new: SchemaModel) -> tuple[SchemaModel, SchemaModel]:
    """Return what of both sides the other side has not got as it is, and what stands on it.

    A table whose column is of a changed enum counts as changed, and so does every other object
    that depends on a changed one.
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
    changed = {Ref(Kind.TABLE, name) for name in tables} | {Ref(Kind.ENUM, name) for name in enums}
    changed |= {
        ref
        for ref in {**old.objects, **new.objects}
        if old.objects.get(ref) != new.objects.get(ref)
    }
    if old.objects or new.objects or any(map(parents, new.tables.values())):
        changed = _with_dependents(changed, old, new)
    return _only(changed, old), _only(changed, new)


def _only(refs: set[Ref], model: SchemaModel) -> SchemaModel:
    return SchemaModel(
        tables={n: table for n, table in model.tables.items() if Ref(Kind.TABLE, n) in refs},
        enums={name: enum for name, enum in model.enums.items() if Ref(Kind.ENUM, name) in refs},
        objects={ref: item for ref, item in model.objects.items() if ref in refs},
    )


def _with_dependents(changed: set[Ref], *models: SchemaModel) -> set[Ref]:
    """Return the references and all that stand on them, foreign keys apart."""
    dependents: dict[Ref, set[Ref]] = {}
    for model in models:
        for ref, needed in dependencies(model).items():
            if not _is_foreign_key(ref, model):
                for one in map(_whole, needed):
                    dependents.setdefault(one, set()).add(_whole(ref))
    found, pending = set(changed), list(changed)
    while pending:
        new = dependents.get(pending.pop(), set()) - found
        found |= new
        pending += new
    return found


def _whole(ref: Ref) -> Ref:
    """Return the table of a part of one."""
    inside = ref.kind in (Kind.COLUMN, Kind.CONSTRAINT, Kind.INDEX)
    return Ref(Kind.TABLE, ref.name) if inside else ref


def _is_foreign_key(ref: Ref, model: SchemaModel) -> bool:
    if ref.kind is not Kind.CONSTRAINT or ref.name not in model.tables:
        return False
    return isinstance(model.tables[ref.name].constraints.get(ref.part or ""), ForeignKey)


def expected_model(before: SchemaModel, changed: SchemaModel, declared: SchemaModel) -> SchemaModel:
    """Return what the declared schema is on the server: ``changed``, and the rest as before.

    What is declared and in neither is as the schema files say it: it will be found missing.
    """
    return SchemaModel(
        tables=_first_found(declared.tables, changed.tables, before.tables),
        enums=_first_found(declared.enums, changed.enums, before.enums),
        objects=_first_found(declared.objects, changed.objects, before.objects),
    )


def _first_found(
    declared: Mapping[_Key, _Value], *sources: Mapping[_Key, _Value]
) -> dict[_Key, _Value]:
    return {
        name: next((source[name] for source in sources if name in source), value)
        for name, value in declared.items()
    }


def differed_already(before: SchemaModel, after: SchemaModel, wanted: SchemaModel) -> bool:
    """Say whether everything that differs was so before."""
    return (
        _differed(before.tables, after.tables, wanted.tables)
        and _differed(before.enums, after.enums, wanted.enums)
        and _differed(before.objects, after.objects, wanted.objects)
    )


def _differed(
    before: Mapping[_Key, object], after: Mapping[_Key, object], wanted: Mapping[_Key, object]
) -> bool:
    return all(
        before.get(key) == after.get(key)
        for key in after.keys() | wanted.keys()
        if after.get(key) != wanted.get(key)
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
            table = without_untold(table, wanted, declared.tables)
        if wanted is not None and wanted != table:
            sources = [before.tables[name]] if name in before.tables else gone
            table = _table_held_against(table, sources, old, wanted)
        tables[name] = table
    enums = _without_foreign(after.enums, before.enums, old.enums, declared.enums)
    objects = {
        ref: object_without_untold(item, declared.objects[ref]) if ref in declared.objects else item
        for ref, item in _without_foreign(
            after.objects, before.objects, old.objects, declared.objects
        ).items()
    }
    return SchemaModel(tables=tables, enums=enums, objects=objects)


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
    after: Mapping[_Key, _Value],
    before: Mapping[_Key, object],
    old: Mapping[_Key, object],
    declared: Mapping[_Key, object],
) -> dict[_Key, _Value]:
    return {
        name: value
        for name, value in after.items()
        if name in declared or name in old or name not in before
    }
