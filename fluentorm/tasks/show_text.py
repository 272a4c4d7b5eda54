"""What a part of the schema is, in the words of ``show``: a name, a description, a place."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, assert_never

from fluentorm.schema.catalog import value_text
from fluentorm.schema.objects import (
    PLAIN_COLUMN,
    Check,
    Enum,
    Exclusion,
    ForeignKey,
    PrimaryKey,
    Unique,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fluentorm.errors import Place
    from fluentorm.schema.database_objects import DatabaseObject
    from fluentorm.schema.hints import Relation
    from fluentorm.schema.objects import Column, Constraint, Index, IndexKey, Table

Row = tuple[str, str, str]

_SECTIONS = {
    "trigger": "triggers",
    "rule": "rules",
    "policy": "policies",
    "statistics": "statistics",
}
_TEXTS = frozenset({"query", "body", "definition"})
_LEFT_OUT = frozenset({"name", "table", "comment", "signature", "procedure", "privileges"})


def table_lines(
    table: Table, attached: Iterable[DatabaseObject], partitions: Iterable[Table]
) -> Iterator[str]:
    """Yield a table with its parts, each with the place where it is declared."""
    comment = f"  -- {_one_line(table.comment)}" if table.comment else ""
    yield f"{table.name} ({', '.join(table.source_files)}){comment}"
    sections: dict[str, list[Row]] = {
        "columns": [(c.name, _column(c), _place(c.origin)) for c in table.columns.values()],
        "constraints": [
            (c.name, _constraint(c), _place(c.origin)) for c in table.constraints.values()
        ],
        "indexes": [(i.name, _index(i), _place(i.origin)) for i in table.indexes.values()],
        "relations": [(r.name, _relation(r), "") for r in table.relations.values()],
        "details": [(name, text, "") for name, text in _unusual(table.details)],
    }
    for item in attached:
        title = _SECTIONS[item.ref.kind.value]
        row = (item.ref.part or item.name, _attached(item), _place(item.origin))
        sections.setdefault(title, []).append(row)
    sections["partitions"] = [(p.name, p.details.bound or "", _place(p.origin)) for p in partitions]
    yield from _aligned(sections)


def object_lines(item: DatabaseObject | Enum) -> Iterator[str]:
    """Yield an object of any other kind with its attributes; texts come last, as they are."""
    kind = "enum" if isinstance(item, Enum) else item.ref.kind.value
    said = getattr(item, "comment", None)
    comment = f"  -- {_one_line(said)}" if said else ""
    origin = f" ({item.origin})" if item.origin else ""
    yield f'{kind} "{item.name}"{origin}{comment}'
    rows = [(name, text, "") for name, text in _unusual(item) if name not in _TEXTS]
    yield from _aligned({"": rows})
    for name in ("query", "body", "definition"):
        text = getattr(item, name, None)
        if isinstance(text, str):
            yield f"  {name}"
            yield from (f"    {line}".rstrip() for line in text.strip("\n").split("\n"))


def _aligned(sections: dict[str, list[Row]]) -> Iterator[str]:
    rows = [row for section in sections.values() for row in section]
    if not rows:
        return
    name_width = max(len(row[0]) for row in rows)
    text_width = min(60, max(len(row[1]) for row in rows))
    for title, section in sections.items():
        if section and title:
            yield f"  {title}"
        margin = "    " if title else "  "
        for name, text, place in section:
            yield f"{margin}{name:<{name_width}}  {text:<{text_width}}  {place}".rstrip()


def _place(place: Place | None) -> str:
    return str(place) if place else ""


def _unusual(item: Any) -> Iterator[tuple[str, str]]:
    """Yield the attributes that are not their defaults, privileges last."""
    for field in fields(item):
        value = getattr(item, field.name)
        if field.compare and field.name not in _LEFT_OUT and value != field.default:
            yield field.name.replace("_", " "), _one_line(value_text(value))
    privileges = getattr(item, "privileges", None)
    if privileges:
        yield "privileges", value_text(privileges)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _attached(item: Any) -> str:
    """Return what hangs on a table in one line: ``before update: touch()``."""
    kind = item.ref.kind.value
    if kind == "trigger":
        columns = f" of {', '.join(item.columns)}" if item.columns else ""
        events = " or ".join(item.events).lower()
        when = f" when {item.when}" if item.when is not None else ""
        return _one_line(f"{item.timing.lower()} {events}{columns}{when}: {item.call}")
    if kind == "policy":
        roles = f" to {', '.join(item.roles)}" if item.roles else ""
        using = f" using ({item.using})" if item.using is not None else ""
        check = f" check ({item.check})" if item.check is not None else ""
        restrictive = "" if item.permissive else "restrictive "
        return _one_line(f"{restrictive}{item.command.lower()}{roles}{using}{check}")
    if kind == "statistics":
        kinds = f"{', '.join(item.kinds)} " if item.kinds else ""
        return f"{kinds}on {', '.join(item.columns)}"
    return _one_line(item.definition)


def _column(column: Column) -> str:
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
        words += [f"{name} {text}" for name, text in _unusual(column.details)]
    return _one_line(" ".join(words))


def _constraint(constraint: Constraint) -> str:
    match constraint:
        case PrimaryKey():
            return f"primary key ({', '.join(constraint.columns)})"
        case Unique():
            return f"unique ({', '.join(constraint.columns)})"
        case Check():
            return _one_line(f"check ({constraint.expression})")
        case Exclusion():
            elements = ", ".join(f"{_key(key)} with {sign}" for key, sign in constraint.elements)
            return f"exclude using {constraint.method} ({elements})"
        case ForeignKey():
            target = f"{constraint.references_table} ({', '.join(constraint.references_columns)})"
            return f"foreign key ({', '.join(constraint.columns)}) to {target}"
        case _:
            assert_never(constraint)


def _index(index: Index) -> str:
    unique = "unique " if index.unique else ""
    include = f" include ({', '.join(index.include)})" if index.include else ""
    where = f" where {index.where}" if index.where else ""
    return _one_line(f"{unique}{index.method} ({', '.join(map(_key, index.keys))}){include}{where}")


def _key(key: IndexKey) -> str:
    text = key.column if key.column is not None else f"({key.expression})"
    text += f" {key.opclass}" if key.opclass is not None else ""
    return f"{text} desc" if key.descending else text


def _relation(relation: Relation) -> str:
    columns = ", ".join(relation.columns)
    target = f"{relation.references_table} ({', '.join(relation.references_columns)})"
    return f"{relation.kind.value.replace('_', ' ')} ({columns}) to {target}"
