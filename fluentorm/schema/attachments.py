"""Privileges and comments that stand apart from what they are for, worked into it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from fluentorm.errors import Problem
from fluentorm.schema.database_objects import (
    Aggregate,
    DatabaseObject,
    MaterializedView,
    Routine,
    View,
    ViewColumn,
)
from fluentorm.schema.grants import combined
from fluentorm.schema.nearest import Nearest
from fluentorm.schema.refs import Kind, Ref

if TYPE_CHECKING:
    from fluentorm.schema.database_state import Attachment
    from fluentorm.schema.objects import Column, Enum, Table

_Described = TypeVar("_Described")
_RELATIONS = frozenset({Kind.TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW})


def attach_to_table(table: Table, attachments: Iterable[Attachment]) -> tuple[Table, list[Problem]]:
    """Return the table with the privileges and comments that are for it and its columns."""
    columns = dict(table.columns)
    problems: list[Problem] = []
    for one in attachments:
        name = one.ref.part
        if name is None:
            details = replace(
                table.details, privileges=combined(table.details.privileges, one.privileges)
            )
            table = replace(
                _described(table, f'table "{table.name}"', one, problems), details=details
            )
        elif name in columns:
            columns[name] = _attach_to_column(table, columns[name], one, problems)
        else:
            hint = Nearest().hint(name, columns)
            text = f'{_said(one)} column "{name}", which table "{table.name}" does not have'
            problems.append(Problem(text, one.place, hint))
    return replace(table, columns=columns), problems


def _attach_to_column(
    table: Table, column: Column, one: Attachment, problems: list[Problem]
) -> Column:
    what = f'column "{column.name}" of table "{table.name}"'
    column = _described(column, what, one, problems)
    privileges = combined(column.details.privileges, one.privileges)
    return replace(column, details=replace(column.details, privileges=privileges))


def attach_to_objects(
    objects: dict[Ref, DatabaseObject],
    enums: dict[str, Enum],
    attachments: Iterable[Attachment],
    tables: Iterable[str],
) -> list[Problem]:
    """Work privileges and comments into objects and enums; return what was meant by none.

    ``tables`` are the names of the tables: what is for these is ``attach_to_table``'s.
    """
    problems: list[Problem] = []
    names = set(tables)
    for one in attachments:
        if one.ref.kind is Kind.ENUM and one.ref.name in enums:
            enum = enums[one.ref.name]
            privileges = combined(enum.privileges, one.privileges)
            enum = _described(enum, f'enum "{enum.name}"', one, problems)
            enums[one.ref.name] = replace(enum, privileges=privileges)
        elif one.ref.kind in (Kind.TABLE, Kind.COLUMN) and one.ref.name in names:
            continue
        else:
            _attach_to_object(objects, one, (*names, *enums), problems)
    return problems


def _attach_to_object(
    objects: dict[Ref, DatabaseObject],
    one: Attachment,
    others: tuple[str, ...],
    problems: list[Problem],
) -> None:
    found = _meant(objects, one.ref)
    if len(found) != 1:
        problems.append(_not_one(found, objects, one, others))
        return
    item = objects[found[0]]
    changed: Any = item
    if one.ref.kind is Kind.COLUMN and isinstance(item, View | MaterializedView):
        changed = replace(item, columns=_attach_to_view_column(item, one, problems))
    else:
        changed = _described(item, str(item.ref), one, problems)
        if one.privileges:
            privileges = combined(changed.privileges, one.privileges)
            changed = replace(changed, privileges=privileges)
    objects[found[0]] = changed


def _meant(objects: dict[Ref, DatabaseObject], ref: Ref) -> list[Ref]:
    """Return what a reference may mean: a routine's may have been named without arguments."""
    if ref.kind is Kind.COLUMN:
        views = (Ref(kind, ref.name) for kind in (Kind.VIEW, Kind.MATERIALIZED_VIEW))
        return [view for view in views if view in objects]
    if ref in objects:
        return [ref]
    return [
        item.ref
        for item in objects.values()
        if isinstance(item, Routine | Aggregate)
        and item.name == ref.name
        and item.ref.kind is ref.kind
    ]


def _not_one(
    found: list[Ref],
    objects: dict[Ref, DatabaseObject],
    one: Attachment,
    others: tuple[str, ...],
) -> Problem:
    kind = one.ref.kind.value
    if found:
        listed = ", ".join(f'"{ref.name}"' for ref in found)
        text = f'{_said(one)} {kind} "{one.ref.name}", of which there are several'
        return Problem(text, one.place, f"name one of them: {listed}")
    if one.ref.kind is Kind.COLUMN:
        kind = "relation"
    same = [ref.name for ref in objects if ref.kind is one.ref.kind]
    candidates = same or others
    hint = Nearest().hint(one.ref.name, candidates)
    return Problem(f'{_said(one)} {kind} "{one.ref.name}", which no file declares', one.place, hint)


def _attach_to_view_column(
    item: View | MaterializedView, one: Attachment, problems: list[Problem]
) -> tuple[ViewColumn, ...]:
    columns = {column.name: column for column in item.columns}
    name = one.ref.part or ""
    column = columns.get(name, ViewColumn(name=name))
    column = _described(column, f'column "{name}" of {item.ref}', one, problems)
    columns[name] = replace(column, privileges=combined(column.privileges, one.privileges))
    return tuple(columns[name] for name in sorted(columns))


def _described(item: _Described, what: str, one: Attachment, problems: list[Problem]) -> _Described:
    """Return a thing with the comment; report another that it has already."""
    if one.comment is None:
        return item
    value: Any = item
    if value.comment not in (None, one.comment):
        problems.append(
            Problem(f"{what} has another comment already", one.place, "keep one of them")
        )
    described: _Described = replace(value, comment=one.comment)
    return described


def _said(one: Attachment) -> str:
    return "this comment is for" if one.comment is not None else "this grant is for"
