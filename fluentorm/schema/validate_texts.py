"""Text that PostgreSQL cannot store: NUL characters, and what has no UTF-8."""

from __future__ import annotations

from collections.abc import Iterator

from fluentorm.errors import Place, Problem
from fluentorm.schema.builder_text import storable
from fluentorm.schema.objects import Check, Constraint, Index, SchemaModel, Table


def text_problems(model: SchemaModel) -> Iterator[Problem]:
    """Say which comments, expressions and enum values cannot be stored."""
    for enum in model.enums.values():
        for text in (enum.comment, *enum.values):
            if not _is_sound(text):
                yield _problem(f'enum "{enum.name}"', text, enum.origin)
    for table in model.tables.values():
        if not _is_sound(table.comment):
            yield _problem(f'the comment of table "{table.name}"', table.comment, table.origin)
        yield from _column_problems(table)
        for item in (*table.constraints.values(), *table.indexes.values()):
            for text in _texts(item):
                if not _is_sound(text):
                    yield _problem(f'"{item.name}"', text, item.origin or table.origin)


def _column_problems(table: Table) -> Iterator[Problem]:
    for column in table.columns.values():
        for text in (column.default, column.comment, column.using, column.backfill):
            if not _is_sound(text):
                yield _problem(f'column "{column.name}"', text, column.origin or table.origin)


def _texts(item: Constraint | Index) -> Iterator[str | None]:
    yield item.comment
    if isinstance(item, Check):
        yield item.expression
    elif isinstance(item, Index):
        yield item.where
        for key in item.keys:
            yield key.expression


def _is_sound(text: str | None) -> bool:
    return text is None or storable(text)


def _problem(what: str, text: str | None, place: Place | None) -> Problem:
    return Problem(f"{what} has a character that PostgreSQL cannot store: {text!a}", place)
