"""What a primary key, a unique constraint, a check and a foreign key may be.

Source: PostgreSQL manual, CREATE TABLE; ``transformFkeyCheckAttrs`` in ``tablecmds.c`` for what a
foreign key may refer to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fluentorm.errors import Place, Problem
from fluentorm.schema.nearest import Nearest
from fluentorm.schema.objects import (
    Action,
    Check,
    Exclusion,
    ForeignKey,
    PrimaryKey,
    SchemaModel,
    Table,
    Unique,
)
from fluentorm.schema.type_rules import has_order, may_reference
from fluentorm.schema.validate_indexes import MAX_KEYS


def constraint_problems(
    table: Table, model: SchemaModel, enums: frozenset[str], nearest: Nearest
) -> Iterator[Problem]:
    """Say what is wrong with a table's constraints; ``enums`` as ``may_reference`` takes them."""
    for constraint in table.constraints.values():
        place = constraint.origin or table.origin
        if isinstance(constraint, Check):
            yield from _check_problems(constraint, place)
            continue
        what = f'constraint "{constraint.name}"'
        if isinstance(constraint, Exclusion):
            yield from _exclusion_problems(what, table, constraint, place, nearest)
            continue
        yield from _column_problems(what, table, constraint.columns, place, nearest)
        if constraint.initially_deferred and not constraint.deferrable:
            yield Problem(
                f"{what} is initially deferred but not deferrable", place, "add deferrable=True"
            )
        if isinstance(constraint, ForeignKey):
            yield from _foreign_key_problems(table, constraint, model, enums, nearest)
        else:
            yield from missing(what, table, constraint.include, place, nearest)
            yield from _key_problems(what, table, constraint.columns, place)
    yield from _primary_key_problems(table)


def _exclusion_problems(
    what: str, table: Table, constraint: Exclusion, place: Place | None, nearest: Nearest
) -> Iterator[Problem]:
    columns = (*constraint.columns, *constraint.include)
    yield from missing(what, table, columns, place, nearest)
    if constraint.where is not None and not constraint.where.strip():
        yield Problem(f"{what} has an empty where", place, "remove where")


def missing(
    what: str, table: Table, names: Iterable[str], place: Place | None, nearest: Nearest
) -> Iterator[Problem]:
    """Say which of the columns that ``what`` uses the table does not have."""
    for name in dict.fromkeys(names):
        if name not in table.columns:
            yield Problem(
                f'{what} uses column "{name}", which table "{table.name}" does not have',
                place,
                nearest.hint(name, table.columns),
            )


def _column_problems(
    what: str, table: Table, names: tuple[str, ...], place: Place | None, nearest: Nearest
) -> Iterator[Problem]:
    if not names:
        yield Problem(f"{what} has no columns", place)
    if len(names) > MAX_KEYS:
        yield Problem(f"{what} has {len(names)} columns; PostgreSQL allows {MAX_KEYS}", place)
    for name in _repeated(names):
        yield Problem(f'{what} has the column "{name}" twice', place)
    yield from missing(what, table, names, place, nearest)


def _repeated(names: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(name for i, name in enumerate(names) if name in names[:i]))


def _check_problems(check: Check, place: Place | None) -> Iterator[Problem]:
    if not check.expression.strip():
        yield Problem(f'check constraint "{check.name}" has an empty expression', place)


def _key_problems(
    what: str, table: Table, names: tuple[str, ...], place: Place | None
) -> Iterator[Problem]:
    """Say which columns no unique index can hold."""
    for name in names:
        column = table.columns.get(name)
        if column and not has_order(column.type):
            yield Problem(
                f'{what}: column "{name}" of type {column.type} has no equality '
                "that a key could use",
                place,
                "use jsonb" if column.type == "json" else "use another column",
            )


def _primary_key_problems(table: Table) -> Iterator[Problem]:
    keys = [c for c in table.constraints.values() if isinstance(c, PrimaryKey)]
    for key in keys[1:]:
        yield Problem(
            f'table "{table.name}" has two primary keys, "{keys[0].name}" and "{key.name}"',
            key.origin or table.origin,
            f"for one over both write t.primary_key({_listed((*keys[0].columns, *key.columns))})",
        )
    for key in keys:
        for name in key.columns:
            column = table.columns.get(name)
            if column and column.nullable:
                yield Problem(
                    f'column "{name}" is part of the primary key and cannot be nullable',
                    column.origin or key.origin or table.origin,
                    "remove nullable=True",
                )


def _foreign_key_problems(
    table: Table, key: ForeignKey, model: SchemaModel, enums: frozenset[str], nearest: Nearest
) -> Iterator[Problem]:
    place = key.origin or table.origin
    yield from _action_problems(key, place)
    target = model.tables.get(key.references_table)
    if target is None:
        yield Problem(
            f'{_subject(key.columns)} references table "{key.references_table}", '
            "which does not exist",
            place,
            nearest.hint(key.references_table, model.tables),
        )
        return
    if len(key.columns) != len(key.references_columns):
        yield Problem(
            f'foreign key "{key.name}" has {len(key.columns)} columns '
            f"but references {len(key.references_columns)}",
            place,
            "give both sides the same number of columns, in the same order",
        )
    else:
        yield from type_problems(table, key.columns, target, key.references_columns, place, enums)
    yield from _target_problems(key, target, model, place, nearest)


def _target_problems(
    key: ForeignKey, target: Table, model: SchemaModel, place: Place | None, nearest: Nearest
) -> Iterator[Problem]:
    absent = [name for name in key.references_columns if name not in target.columns]
    for name in dict.fromkeys(absent):
        yield Problem(
            f'{_subject(key.columns)} references column "{name}", '
            f'which table "{target.name}" does not have',
            place,
            nearest.hint(name, target.columns),
        )
    repeated = _repeated(key.references_columns)
    for name in repeated:
        yield Problem(f'foreign key "{key.name}" references column "{name}" twice', place)
    if not absent and not repeated:
        yield from _uniqueness_problems(key, target, model, place)


def _subject(names: tuple[str, ...]) -> str:
    kind = "column" if len(names) == 1 else "columns"
    return f"{kind} {_quoted(names)}"


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _listed(names: tuple[str, ...]) -> str:
    return f"[{_quoted(dict.fromkeys(names))}]"


def type_problems(
    table: Table,
    names: tuple[str, ...],
    target: Table,
    references: tuple[str, ...],
    place: Place | None,
    enums: frozenset[str],
) -> Iterator[Problem]:
    """Say which pairs of columns have types that PostgreSQL cannot compare as a key."""
    for name, reference in zip(names, references, strict=True):
        source, key = table.columns.get(name), target.columns.get(reference)
        if source and key and not may_reference(source.type, key.type, enums):
            yield Problem(
                f'column "{name}" is {source.type}, '
                f'but column "{reference}" of table "{target.name}" is {key.type}',
                place,
                f"declare both with the same type, {key.type}",
            )


def _uniqueness_problems(
    key: ForeignKey, target: Table, model: SchemaModel, place: Place | None
) -> Iterator[Problem]:
    """Say why no unique index of the target covers the referenced columns, in whatever order."""
    columns = key.references_columns
    wanted = sorted(columns)
    found = {
        obstacle: name
        for names, name, obstacle in unique_keys(target, model)
        if sorted(names) == wanted
    }
    if "" in found:
        return
    text = f'{_subject(columns)} of table "{target.name}"'
    if "deferrable" in found:
        name = found["deferrable"]
        yield Problem(
            f'foreign key "{key.name}" references constraint "{name}", which is deferrable',
            place,
            f'remove deferrable from "{name}", or reference another key',
        )
    elif "partial" in found:
        name = found["partial"]
        yield Problem(
            f'foreign key "{key.name}" references {text}, '
            f'which only the partial index "{name}" keeps unique',
            place,
            f'remove where from "{name}", or add a unique constraint',
        )
    else:
        fix = "unique=True" if len(columns) == 1 else f"t.unique({_listed(columns)})"
        yield Problem(
            f'foreign key "{key.name}" references {text}, '
            f"which {'is' if len(columns) == 1 else 'are'} not unique",
            place,
            f'add {fix} to table "{target.name}", or reference its primary key',
        )


def unique_keys(table: Table, model: SchemaModel) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Return what keeps columns unique: they, its name, and what bars a foreign key to it."""
    for constraint in table.constraints.values():
        if isinstance(constraint, PrimaryKey | Unique):
            yield constraint.columns, constraint.name, "deferrable" * constraint.deferrable
    for index in table.indexes.values():
        if index.unique and len(index.columns) == len(index.keys):
            yield index.columns, index.name, "" if index.where is None else "partial"
    above = model.tables.get(table.details.partition_of or "")
    if above is not None and above is not table:  # a partition has the keys of its parent
        yield from unique_keys(above, model)


def _action_problems(key: ForeignKey, place: Place | None) -> Iterator[Problem]:
    """Say what is wrong with the columns that an action touches."""
    if not key.on_delete_columns:
        return
    if key.on_delete not in (Action.SET_NULL, Action.SET_DEFAULT):
        yield Problem(
            f'foreign key "{key.name}" has on_delete_columns, but on_delete sets none',
            place,
            'write on_delete="set_null"',
        )
    for name in key.on_delete_columns:
        if name not in key.columns:
            text = f'on_delete_columns of foreign key "{key.name}" has column "{name}"'
            yield Problem(f"{text}, which is none of the key's", place)
