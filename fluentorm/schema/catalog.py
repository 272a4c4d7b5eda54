"""What a database really holds, and how two such states differ.

A CatalogState is a SchemaModel and, beside it, everything a SchemaModel has no words for (views,
functions, triggers, privileges...) as text. Two equal states are the same database to everyone
but its rows: this is what "down gives exactly the schema before" is measured with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields
from itertools import zip_longest
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from fluentorm.schema.objects import (
    EMPTY,
    Check,
    Column,
    Constraint,
    Enum,
    ForeignKey,
    Identity,
    Index,
    IndexKey,
    PrimaryKey,
    SchemaModel,
    Table,
    Unique,
)
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

# Longer definitions are not shown whole; the first line that differs is.
_SHORT = 60

_KIND_WORDS: dict[type, str] = {
    PrimaryKey: "primary key",
    Unique: "unique constraint",
    Check: "check constraint",
    ForeignKey: "foreign key",
}

_Key = TypeVar("_Key", str, tuple[str, str])
_Value = TypeVar("_Value")
_Described: TypeAlias = Column | Constraint | Index | Enum


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogState:
    """A database's state: ``others`` maps (kind, qualified name) to a definition as text."""

    model: SchemaModel = EMPTY
    others: Mapping[tuple[str, str], str] = field(default_factory=dict)


def describe_difference(actual: CatalogState, expected: CatalogState) -> tuple[str, ...]:
    """Name each object that differs and how; empty when the states are equal.

    A line reads from the actual side: ``column "users.phone": default is 'a' instead of 'b'``.
    """
    if actual == expected:
        return ()
    return (
        *describe_model_difference(actual.model, expected.model),
        *_others(actual.others, expected.others),
    )


def describe_model_difference(actual: SchemaModel, expected: SchemaModel) -> tuple[str, ...]:
    """Name each table, column, constraint, index and enum that differs and how."""
    lines: list[str] = []
    for name, there, wanted in _pairs(actual.enums, expected.enums):
        lines += _objects("enum", name, there, wanted)
    for name, table, wanted_table in _pairs(actual.tables, expected.tables):
        if table is None or wanted_table is None:
            lines.append(_presence("table", name, table is None))
        elif table != wanted_table:
            lines += _tables(table, wanted_table)
    return tuple(lines)


def table_text(table: Table) -> str:
    """Return a table as text, one line an object, for a table that is not part of a model."""
    lines = [f"comment {_quoted(table.comment)}"] if table.comment else []
    lines += [_object_text("column", column) for column in table.columns.values()]
    lines += [_object_text(_KIND_WORDS[type(c)], c) for c in table.constraints.values()]
    lines += [_object_text("index", index) for index in table.indexes.values()]
    return "\n".join(sorted(lines))


def _object_text(kind: str, value: _Described) -> str:
    parts = [
        " ".join(_worded(item.name, getattr(value, item.name))).lstrip()
        for item in fields(value)
        if item.compare and item.name != "name" and getattr(value, item.name) is not None
    ]
    return f'{kind} "{value.name}": {", ".join(parts)}'


def _tables(actual: Table, expected: Table) -> Iterator[str]:
    name = actual.name
    if actual.comment != expected.comment:
        yield f'table "{name}": comment is {_quoted(actual.comment)} instead of ' + _quoted(
            expected.comment
        )
    for column, there, wanted in _pairs(actual.columns, expected.columns):
        yield from _objects("column", f"{name}.{column}", there, wanted)
    for constraint, has, wants in _pairs(actual.constraints, expected.constraints):
        either = has or wants
        if either is not None:
            yield from _objects(_KIND_WORDS[type(either)], f"{name}.{constraint}", has, wants)
    for index, is_there, is_wanted in _pairs(actual.indexes, expected.indexes):
        yield from _objects("index", f"{name}.{index}", is_there, is_wanted)


def _objects(
    kind: str, name: str, actual: _Described | None, expected: _Described | None
) -> Iterator[str]:
    if actual is None or expected is None:
        if actual is not expected:
            yield _presence(kind, name, actual is None)
        return
    if type(actual) is not type(expected):
        yield f'{kind} "{name}": is there instead of a {_KIND_WORDS[type(expected)]}'
        return
    for item in fields(actual):
        has, wants = getattr(actual, item.name), getattr(expected, item.name)
        if item.compare and has != wants:
            word, text = _worded(item.name, has)
            subject = f"{word} is".lstrip()
            yield f'{kind} "{name}": {subject} {text} instead of {_worded(item.name, wants)[1]}'


def _others(
    actual: Mapping[tuple[str, str], str], expected: Mapping[tuple[str, str], str]
) -> Iterator[str]:
    for (kind, name), there, wanted in _pairs(actual, expected):
        if there is None or wanted is None:
            yield _presence(kind, name, there is None)
        elif there != wanted:
            yield f'{kind} "{name}": {_text_difference(there, wanted)}'


def _text_difference(actual: str, expected: str) -> str:
    if max(len(actual), len(expected)) <= _SHORT:
        return f"definition is {actual} instead of {expected}"
    lines = zip_longest(actual.splitlines(), expected.splitlines(), fillvalue="(nothing)")
    for number, (there, wanted) in enumerate(lines, start=1):
        if there != wanted:
            where = f"line {number} of the definition" if "\n" in actual else "definition"
            return f"{where} is {there.strip()} instead of {wanted.strip()}"
    return "definition differs in its line ends"


def _pairs(
    actual: Mapping[_Key, _Value], expected: Mapping[_Key, _Value]
) -> list[tuple[_Key, _Value | None, _Value | None]]:
    """Return what differs under each key of either side, in a fixed order."""
    if actual == expected:
        return []
    keys = sorted(actual.keys() | expected.keys())
    return [
        (key, actual.get(key), expected.get(key))
        for key in keys
        if actual.get(key) != expected.get(key)
    ]


def _presence(kind: str, name: str, missing: bool) -> str:
    return f'{kind} "{name}": {"is missing" if missing else "is there, but should not be"}'


def _worded(attribute: str, value: object) -> tuple[str, str]:
    """Return an attribute's name and value as a line words them."""
    word = attribute.replace("_", " ")
    if attribute == "nullable":
        return "", "nullable" if value else "not null"
    if attribute == "comment":
        return word, _quoted(value)
    if isinstance(value, bool):
        return word, "true" if value else "false"
    if isinstance(value, Identity):
        return word, "always" if value.always else "by default"
    if isinstance(value, tuple):
        return word, "(" + ", ".join(_item(item) for item in value) + ")"
    return word, "none" if value is None else str(value)


def _item(value: object) -> str:
    if isinstance(value, IndexKey):
        return _index_key(value)
    if isinstance(value, tuple):  # a storage parameter
        return "=".join(str(part) for part in value)
    return str(value)


def _index_key(key: IndexKey) -> str:
    parts = [key.column if key.column is not None else f"({key.expression})"]
    parts += [f"collate {key.collation}"] if key.collation else []
    parts += [key.opclass] if key.opclass else []
    parts += ["desc"] if key.descending else []
    if key.nulls_first is not None:
        parts.append("nulls first" if key.nulls_first else "nulls last")
    return " ".join(parts)


def _quoted(value: object) -> str:
    return "none" if value is None else f'"{value}"'
