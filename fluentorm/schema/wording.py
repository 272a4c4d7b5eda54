"""What a part of the schema is, in a line of words: ``text null default 'a'``."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, assert_never

from fluentorm.schema.catalog import value_text
from fluentorm.schema.objects import (
    PLAIN_COLUMN,
    Check,
    Exclusion,
    ForeignKey,
    PrimaryKey,
    Unique,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.schema.hints import Relation
    from fluentorm.schema.objects import Column, Constraint, Index, IndexKey

TEXTS = ("query", "body", "definition")
"""The attributes that are SQL of several lines."""
_LEFT_OUT = frozenset({"name", "table", "comment", "signature", "procedure", "privileges"})
_IN_DEMAND = frozenset(
    "name comment columns expression elements method references_table references_columns".split()
)


def unusual(item: Any) -> Iterator[tuple[str, str]]:
    """Yield the attributes that are not their defaults, privileges last."""
    for field in fields(item):
        value = getattr(item, field.name)
        if field.compare and field.name not in _LEFT_OUT and value != field.default:
            yield field.name.replace("_", " "), one_line(value_text(value))
    privileges = getattr(item, "privileges", None)
    if privileges:
        yield "privileges", value_text(privileges)


def one_line(text: str) -> str:
    """Return text with every run of blanks and line breaks made one blank."""
    return " ".join(text.split())


def attached_text(item: Any) -> str:
    """Return what hangs on a table in one line: ``before update: touch()``."""
    kind = item.ref.kind.value
    if kind == "trigger":
        columns = f" of {', '.join(item.columns)}" if item.columns else ""
        events = " or ".join(item.events).lower()
        when = f" when {item.when}" if item.when is not None else ""
        return one_line(f"{item.timing.lower()} {events}{columns}{when}: {item.call}")
    if kind == "policy":
        roles = f" to {', '.join(item.roles)}" if item.roles else ""
        using = f" using ({item.using})" if item.using is not None else ""
        check = f" check ({item.check})" if item.check is not None else ""
        restrictive = "" if item.permissive else "restrictive "
        return one_line(f"{restrictive}{item.command.lower()}{roles}{using}{check}")
    if kind == "statistics":
        kinds = f"{', '.join(item.kinds)} " if item.kinds else ""
        return f"{kinds}on {', '.join(item.columns)}"
    return one_line(item.definition)


def column_text(column: Column) -> str:
    """Return a column's type and options."""
    words = [column.type]
    if column.collation is not None:
        words.append(f"collate {column.collation}")
    if column.nullable:
        words.append("null")
    if column.identity is not None:
        words.append("identity always" if column.identity.always else "identity")
    if column.generated is not None:
        kind = "virtual" if column.generated.virtual else "stored"
        words.append(f"generated {kind} ({column.generated.expression})")
    if column.default is not None:
        words.append(f"default {column.default}")
    if column.hints.redacted:
        words.append("redacted")
    if column.details != PLAIN_COLUMN:
        words += [f"{name} {text}" for name, text in unusual(column.details)]
    return one_line(" ".join(words))


def constraint_text(constraint: Constraint) -> str:
    """Return what a constraint demands, and its options that are not the usual ones."""
    return " ".join([_demand(constraint), *_options(constraint)])


def _options(constraint: Constraint) -> Iterator[str]:
    for field in fields(constraint):
        value = getattr(constraint, field.name)
        if field.compare and field.name not in _IN_DEMAND and value != field.default:
            word = field.name.replace("_", " ")
            if isinstance(value, bool):
                yield word if value else f"not {word}"
            else:
                yield f"{word} {one_line(value_text(value)).replace('_', ' ')}"


def _demand(constraint: Constraint) -> str:
    match constraint:
        case PrimaryKey():
            return f"primary key ({', '.join(constraint.columns)})"
        case Unique():
            return f"unique ({', '.join(constraint.columns)})"
        case Check():
            return one_line(f"check ({constraint.expression})")
        case Exclusion():
            elements = ", ".join(f"{_key(key)} with {sign}" for key, sign in constraint.elements)
            return f"exclude using {constraint.method} ({elements})"
        case ForeignKey():
            target = f"{constraint.references_table} ({', '.join(constraint.references_columns)})"
            return f"foreign key ({', '.join(constraint.columns)}) to {target}"
        case _:
            assert_never(constraint)


def index_text(index: Index) -> str:
    """Return an index's method, keys and options."""
    unique = "unique " if index.unique else ""
    include = f" include ({', '.join(index.include)})" if index.include else ""
    where = f" where {index.where}" if index.where else ""
    return one_line(f"{unique}{index.method} ({', '.join(map(_key, index.keys))}){include}{where}")


def _key(key: IndexKey) -> str:
    text = key.column if key.column is not None else f"({key.expression})"
    text += f" {key.opclass}" if key.opclass is not None else ""
    return f"{text} desc" if key.descending else text


def relation_text(relation: Relation) -> str:
    """Return where a relation leads, and how many rows stand on its ends."""
    columns = ", ".join(relation.columns)
    target = f"{relation.references_table} ({', '.join(relation.references_columns)})"
    return f"{relation.kind.value.replace('_', ' ')} ({columns}) to {target}"
