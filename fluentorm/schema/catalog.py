"""What a database really holds, and how two such states differ.

A CatalogState is a SchemaModel and, beside it, everything a SchemaModel has no words for (foreign
tables, casts, operators...) as text. Two equal states are the same database to everyone but its
rows: this is what "down gives exactly the schema before" is measured with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, field, fields, is_dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

from fluentorm.schema.objects import (
    EMPTY,
    PLAIN_COLUMN,
    Check,
    Column,
    ColumnDetails,
    Constraint,
    Enum,
    Exclusion,
    ForeignKey,
    Identity,
    Index,
    IndexKey,
    PrimaryKey,
    SchemaModel,
    SequenceOptions,
    Table,
    TableDetails,
    Unique,
)
from fluentorm.schema.privileges import Grant, Privileges
from fluentorm.schema.refs import Ref
from fluentorm.schema.untold import object_without_untold, without_untold
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.schema.database_objects import DatabaseObject

# Longer definitions are not shown whole; the first line that differs is.
_SHORT = 60

_KIND_WORDS: dict[type, str] = {
    PrimaryKey: "primary key",
    Unique: "unique constraint",
    Check: "check constraint",
    ForeignKey: "foreign key",
    Exclusion: "exclusion constraint",
}
# Attributes of these are told one by one.
_DETAILS = (ColumnDetails, TableDetails, SequenceOptions)
_LONG = frozenset({"query", "body", "definition"})

_Key = TypeVar("_Key", str, tuple[str, str], Ref)
_Value = TypeVar("_Value")
_Described: TypeAlias = Column | Constraint | Index | Enum


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogState:
    """A database's state: ``others`` maps (kind, qualified name) to a definition as text.

    ``owners`` are the roles that own something and are not the one we were connected as.
    ``helpers`` are what migrations left for a while; the model is without them.
    """

    model: SchemaModel = EMPTY
    others: Mapping[tuple[str, str], str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    helpers: tuple[str, ...] = ()


class Difference(NamedTuple):
    """One thing that differs: what it is, and how; ``missing`` None where both sides have it."""

    subject: str
    text: str
    missing: bool | None = None

    def __str__(self) -> str:
        return f"{self.subject}: {self.text}"


def describe_difference(actual: CatalogState, expected: CatalogState) -> tuple[str, ...]:
    """Name each object that differs and how; empty when the states are equal.

    A line reads from the actual side: ``column "users.phone": default is 'a' instead of 'b'``.
    Names that PostgreSQL made up, where the expected side has the usual ones, are no difference: a
    table that got its old name back may keep them.
    """
    if actual == expected:
        return ()
    return (
        *describe_model_difference(_with_usual_names(actual.model, expected.model), expected.model),
        *_others(actual.others, expected.others),
        *_owners(actual.owners, expected.owners),
        *_helpers(actual.helpers, expected.helpers),
    )


def _with_usual_names(actual: SchemaModel, expected: SchemaModel) -> SchemaModel:
    wanted = expected.tables
    tables = {
        name: without_untold(table, wanted[name], wanted)
        if name in wanted and wanted[name] != table
        else table
        for name, table in actual.tables.items()
    }
    objects = {
        ref: object_without_untold(item, expected.objects[ref]) if ref in expected.objects else item
        for ref, item in actual.objects.items()
    }
    return replace(actual, tables=tables, objects=objects)


def describe_model_difference(actual: SchemaModel, expected: SchemaModel) -> tuple[str, ...]:
    """Name each object of a model that differs and how: tables, what is in them, and the rest."""
    return tuple(map(str, model_differences(actual, expected)))


def model_differences(actual: SchemaModel, expected: SchemaModel) -> tuple[Difference, ...]:
    """Return what ``describe_model_difference`` names, each with the side that has it."""
    found: list[Difference] = []
    for name, there, wanted in _pairs(actual.enums, expected.enums):
        found += _objects(f'enum "{name}"', there, wanted)
    for name, table, wanted_table in _pairs(actual.tables, expected.tables):
        if table is None or wanted_table is None:
            found.append(_presence(f'table "{name}"', table is None))
        elif table != wanted_table:
            found += _tables(table, wanted_table)
    for ref, has, wants in _pairs(actual.objects, expected.objects):
        found += _objects(str(ref), has, wants)
    return tuple(found)


def table_text(table: Table) -> str:
    """Return a table as text, one line an object, for a table that is not part of a model."""
    lines = [f"comment {_quoted(table.comment)}"] if table.comment else []
    lines += [_object_text("column", column) for column in table.columns.values()]
    lines += [_object_text(_KIND_WORDS[type(c)], c) for c in table.constraints.values()]
    lines += [_object_text("index", index) for index in table.indexes.values()]
    if table.details != TableDetails():
        lines.append(f"details {value_text(table.details)}")
    return "\n".join(sorted(lines))


def _object_text(kind: str, value: _Described) -> str:
    parts = [
        " ".join(_worded(item.name, getattr(value, item.name))).lstrip()
        for item in fields(value)
        if item.compare and item.name not in ("name", "details") and _told(item, value)
    ]
    if isinstance(value, Column) and value.details != PLAIN_COLUMN:
        parts.append(value_text(value.details))
    return f'{kind} "{value.name}": {", ".join(parts)}'


def _told(item: Field[Any], value: object) -> bool:
    has = getattr(value, item.name)
    return has is not None and (item.name == "nullable" or has != item.default)


def _tables(actual: Table, expected: Table) -> Iterator[Difference]:
    name = actual.name
    subject = f'table "{name}"'
    yield from _attribute(subject, "comment", actual.comment, expected.comment)
    yield from _attribute(subject, "details", actual.details, expected.details)
    for column, there, wanted in _pairs(actual.columns, expected.columns):
        yield from _objects(f'column "{name}.{column}"', there, wanted)
    for constraint, has, wants in _pairs(actual.constraints, expected.constraints):
        either = has or wants
        if either is not None:
            yield from _objects(f'{_KIND_WORDS[type(either)]} "{name}.{constraint}"', has, wants)
    for index, is_there, is_wanted in _pairs(actual.indexes, expected.indexes):
        yield from _objects(f'index "{name}.{index}"', is_there, is_wanted)


def _objects(
    subject: str,
    actual: _Described | DatabaseObject | None,
    expected: _Described | DatabaseObject | None,
) -> Iterator[Difference]:
    if actual is None or expected is None:
        if actual is not expected:
            yield _presence(subject, actual is None)
        return
    if type(actual) is not type(expected):
        yield Difference(subject, f"is there instead of a {_KIND_WORDS[type(expected)]}")
        return
    for item in fields(actual):
        if item.compare:
            has, wants = getattr(actual, item.name), getattr(expected, item.name)
            yield from _attribute(subject, item.name, has, wants)


def _attribute(
    subject: str, attribute: str, actual: object, expected: object
) -> Iterator[Difference]:
    """Yield a line where an attribute differs; of details, one for each that does."""
    if actual == expected:
        return
    if isinstance(actual, _DETAILS) and type(actual) is type(expected):
        for item in fields(actual):
            has, wants = getattr(actual, item.name), getattr(expected, item.name)
            yield from _attribute(subject, item.name, has, wants)
        return
    if isinstance(actual, str) and isinstance(expected, str) and attribute in _LONG:
        yield Difference(subject, _text_difference(actual, expected, attribute))
        return
    word, text = _worded(attribute, actual)
    said = f"{word} is {text}".removeprefix(" ")
    yield Difference(subject, f"{said} instead of {_worded(attribute, expected)[1]}")


def _others(
    actual: Mapping[tuple[str, str], str], expected: Mapping[tuple[str, str], str]
) -> Iterator[str]:
    for (kind, name), there, wanted in _pairs(actual, expected):
        subject = f'{kind} "{name}"'
        if there is None or wanted is None:
            yield str(_presence(subject, there is None))
        elif there != wanted:
            yield f"{subject}: {_text_difference(there, wanted)}"


def _owners(actual: Mapping[str, str], expected: Mapping[str, str]) -> Iterator[str]:
    us = "the connected user"
    for name, there, wanted in _pairs(actual, expected):
        yield f"{name}: owner is {_role(there, us)} instead of {_role(wanted, us)}"


def _helpers(actual: tuple[str, ...], expected: tuple[str, ...]) -> Iterator[str]:
    for name in sorted({*actual} ^ {*expected}):
        yield str(_presence(f"helper {name}", name not in actual))


def _role(name: str | None, otherwise: str) -> str:
    return otherwise if name is None else f'"{name}"'


def _text_difference(actual: str, expected: str, what: str = "definition") -> str:
    if max(len(actual), len(expected)) <= _SHORT:
        return f"{what} is {actual} instead of {expected}"
    lines = zip_longest(actual.splitlines(), expected.splitlines(), fillvalue="(nothing)")
    for number, (there, wanted) in enumerate(lines, start=1):
        if there != wanted:
            where = f"line {number} of the {what}" if "\n" in actual else what
            return f"{where} is {there.strip()} instead of {wanted.strip()}"
    return f"{what} differs in its line ends"


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


def _presence(subject: str, missing: bool) -> Difference:
    text = "is missing" if missing else "is there, but should not be"
    return Difference(subject, text, missing)


def _worded(attribute: str, value: object) -> tuple[str, str]:
    """Return an attribute's name and value as a line words them."""
    word = attribute.replace("_", " ")
    if attribute == "nullable":
        return "", "nullable" if value else "not null"
    if attribute == "comment":
        return word, _quoted(value)
    return word, value_text(value)


def value_text(value: object) -> str:
    """Return a value of a model as a line of a report words it."""
    match value:
        case None:
            return "none"
        case bool():
            return "true" if value else "false"
        case Identity():
            how = "always" if value.always else "by default"
            more = _unusual(value, leave_out="always")
            return f"{how} ({more})" if more else how
        case Privileges():
            return _privileges(value)
        case IndexKey():
            return _index_key(value)
        case tuple():
            return "(" + ", ".join(_item(item) for item in value) + ")"
        case _ if is_dataclass(value) and not isinstance(value, Ref):
            return _unusual(value) or "as usual"
    return str(value)


def _unusual(value: Any, leave_out: str = "") -> str:
    """Return the attributes of a value that are not their defaults."""
    return ", ".join(
        " ".join(_worded(item.name, getattr(value, item.name))).lstrip()
        for item in fields(value)
        if item.compare and item.name != leave_out and getattr(value, item.name) != _usual(item)
    )


def _usual(item: Field[Any]) -> object:
    return None if item.default is MISSING else item.default


def _privileges(privileges: Privileges) -> str:
    parts = [f"{_grant(grant)} to {grant.grantee}" for grant in privileges.grants]
    parts += [f"no {grant.privilege} to {grant.grantee}" for grant in privileges.revokes]
    return ", ".join(parts) or "the usual ones"


def _grant(grant: Grant) -> str:
    return f"{grant.privilege} with grant option" if grant.grantable else grant.privilege


def _item(value: object) -> str:
    if isinstance(value, tuple):  # a parameter, or an element of an exclusion constraint
        if value and isinstance(value[0], IndexKey):
            return " with ".join(_item(part) for part in value)
        return "=".join(str(part) for part in value)
    return value_text(value)


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
