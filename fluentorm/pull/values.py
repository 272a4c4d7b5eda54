"""SQL texts of a database as the values that an author would write for them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.schema.database_objects import Domain
from fluentorm.schema.objects import DEFAULT_SEQUENCE, Options, SequenceOptions
from fluentorm.schema.qualified import quote_name
from fluentorm.schema.sql_text import SqlText, literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fluentorm.schema.objects import Column, IndexKey, SchemaModel
    from fluentorm.schema.privileges import Grant, Privileges

_STRING = re.compile(r"'((?:[^']|'')*)'(?:::(.+))?", re.DOTALL)
_INTEGER = re.compile(r"0|[1-9]\d{0,17}")
# How PostgreSQL prints a negative constant of four bytes, for which authors write a minus.
_NEGATIVE = re.compile(r"'(-[1-9]\d{0,8})'::integer")
_FRACTION = re.compile(r"-?(?:0|[1-9]\d{0,5})\.\d{1,6}")
_INTEGERS = frozenset({"smallint", "integer", "bigint"})
_NUMBERS = _INTEGERS | {"numeric", "real", "double precision"}
# Of these a string constant means the same with the cast that PostgreSQL prints and without.
_PLAIN_TEXTS = frozenset({"text", "character varying"})
_OPTION = " with grant option"
_ALL = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


def default_value(text: str, type_: str, labels: Iterable[str] | None = None) -> object:
    """Return a default as a Python value where that means the same, as ``sql(...)`` else.

    ``labels`` are the values of the column's enum type, where it is one.

    >>> default_value("'new'::text", "text"), default_value("now()", "date")
    ('new', SqlText(text='now()'))
    """
    base = type_.partition("(")[0]
    if text in ("true", "false") and type_ == "boolean":
        return text == "true"
    negative = _NEGATIVE.fullmatch(text)
    if base in _NUMBERS and (negative or _INTEGER.fullmatch(text)):
        return int(negative[1] if negative else text)
    if _FRACTION.fullmatch(text) and base in _NUMBERS and base not in _INTEGERS:
        value = float(text)
        return value if literal(value) == text else SqlText(text)
    match = _STRING.fullmatch(text)
    if match and "\r" not in text and match[2] in (None, base, type_):
        value_text = match[1].replace("''", "'")
        # Only as text, a name or a word of an enum is every string what it says.
        if base in _PLAIN_TEXTS or (labels is not None and value_text in labels):
            return value_text
    return SqlText(text)


def names(columns: Iterable[str]) -> object:
    """Return one name alone, several as a list."""
    found = list(columns)
    return found[0] if len(found) == 1 else found


def parameters(options: Options) -> dict[str, object]:
    """Return parameters as a dict; numbers and flags as such where they print the same."""
    return {name: parameter(text) for name, text in options}


def parameter(text: str) -> object:
    """Return a parameter's value as an author writes it."""
    if text in ("true", "false"):
        return text == "true"
    return int(text) if re.fullmatch(r"0|-?[1-9]\d{0,17}", text) else text


def sequence_settings(options: SequenceOptions) -> dict[str, object]:
    """Return the options of a sequence that are not PostgreSQL's own choice."""
    return {
        name: getattr(options, name)
        for name in ("start", "increment", "minimum", "maximum", "cache", "cycle")
        if getattr(options, name) != getattr(DEFAULT_SEQUENCE, name)
    }


def index_key(key: IndexKey) -> object:
    """Return a key of an index: a name, ``sql(...)``, or a dict."""
    data: dict[str, object] = {}
    if key.column is not None:
        data["column"] = key.column
    if key.expression is not None:
        data["expression"] = key.expression
    if key.descending:
        data["order"] = "desc"
    if key.nulls_first is not None:
        data["nulls"] = "first" if key.nulls_first else "last"
    if key.opclass is not None:
        data["opclass"] = key.opclass
    if key.collation is not None:
        data["collation"] = key.collation
    if len(data) > 1:
        return data
    return key.column if key.column is not None else SqlText(key.expression or "")


def grants(items: Iterable[Grant]) -> dict[str, object]:
    """Return grants by role, each role with a list of SQL's words in lower case."""
    found: dict[str, list[Grant]] = {}
    for grant in items:
        found.setdefault(grant.grantee, []).append(grant)
    return {role: _words(of_role) for role, of_role in found.items()}


def granted(privileges: Privileges) -> dict[str, object]:
    """Return privileges as the two options that most calls take."""
    return {"grants": grants(privileges.grants), "revokes": grants(privileges.revokes)}


def _words(of_role: list[Grant]) -> list[str]:
    plain = privilege_words(grant.privilege for grant in of_role if not grant.grantable)
    optional = (grant.privilege.lower() + _OPTION for grant in of_role if grant.grantable)
    return [*plain, *optional]


def privilege_words(privileges: Iterable[str]) -> tuple[str, ...]:
    """Return privileges as an author names them: all that a table has had since long as "all"."""
    found = list(privileges)
    if set(_ALL) <= set(found):
        found = ["all", *(word for word in found if word not in _ALL)]
    return tuple(word.lower() for word in found)


def plain_model(model: SchemaModel) -> SchemaModel:
    """Return the model that schema files say: constants without the cast that is their own.

    To a server both are the same.
    """
    labels = {quote_name(enum.name): enum.values for enum in model.enums.values()}
    tables = {}
    for name, table in model.tables.items():
        columns = {
            column.name: replace(column, default=_plain_default(column, labels.get(column.type)))
            for column in table.columns.values()
            if column.default is not None
        }
        tables[name] = replace(table, columns={**table.columns, **columns}) if columns else table
    objects = {
        ref: replace(item, default=_plain_default(item, None)) if isinstance(item, Domain) else item
        for ref, item in model.objects.items()
    }
    return replace(model, tables=tables, objects=objects)


def _plain_default(item: Column | Domain, labels: Iterable[str] | None) -> str | None:
    if item.default is None:
        return None
    value = default_value(item.default, item.type, labels)
    return item.default if isinstance(value, SqlText) else literal(value)
