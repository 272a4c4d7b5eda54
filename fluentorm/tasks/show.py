"""A table as fluentorm sees it, with the place that each part comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from fluentorm.errors import Problem, SchemaError
from fluentorm.schema.nearest import nearest
from fluentorm.schema.objects import Check, Exclusion, ForeignKey, PrimaryKey, Unique
from fluentorm.snapshot.tables import encode_table
from fluentorm.tasks.action import say, say_json
from fluentorm.tasks.generate import evaluated
from fluentorm.tasks.project import current_project

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fluentorm.errors import Place
    from fluentorm.schema.hints import Relation
    from fluentorm.schema.objects import Column, Constraint, Index, IndexKey, SchemaModel, Table

Row = tuple[str, str, str]


def show(names: Sequence[str], *, as_json: bool) -> None:
    """Print the named tables, all without a name; the schema files are what is shown.

    Raises SchemaError for a table that is not declared.
    """
    model = evaluated(current_project()).model
    tables = _chosen(model, names)
    if as_json:
        say_json({table.name: _as_json(table) for table in tables})
        return
    for number, table in enumerate(tables):
        if number:
            say()
        for line in _lines(table):
            say(line)


def _chosen(model: SchemaModel, names: Sequence[str]) -> list[Table]:
    problems = []
    for name in names:
        if name not in model.tables:
            near = nearest(name, model.tables)
            hint = f'did you mean "{near}"?' if near else "fluentorm show lists all tables"
            problems.append(Problem(f'table "{name}" is not declared', hint=hint))
    if problems:
        raise SchemaError(problems)
    return [model.tables[name] for name in names] if names else list(model.tables.values())


def _as_json(table: Table) -> dict[str, Any]:
    data = encode_table(table)
    parts = {"fields": table.columns, "constraints": table.constraints, "indexes": table.indexes}
    for key, objects in parts.items():
        for entry in data[key]:
            entry["origin"] = str(objects[entry["name"]].origin or "")
    return data


def _lines(table: Table) -> Iterable[str]:
    comment = f"  -- {table.comment}" if table.comment else ""
    yield f"{table.name} ({', '.join(table.source_files)}){comment}"
    sections: dict[str, list[Row]] = {
        "columns": [(c.name, _column(c), _place(c.origin)) for c in table.columns.values()],
        "constraints": [
            (c.name, _constraint(c), _place(c.origin)) for c in table.constraints.values()
        ],
        "indexes": [(i.name, _index(i), _place(i.origin)) for i in table.indexes.values()],
        "relations": [(r.name, _relation(r), "") for r in table.relations.values()],
    }
    rows = [row for section in sections.values() for row in section]
    name_width = max(len(row[0]) for row in rows)
    text_width = min(60, max(len(row[1]) for row in rows))
    for title, section in sections.items():
        if section:
            yield f"  {title}"
        for name, text, place in section:
            yield f"    {name:<{name_width}}  {text:<{text_width}}  {place}".rstrip()


def _place(place: Place | None) -> str:
    return str(place) if place else ""


def _column(column: Column) -> str:
    words = [column.type]
    if column.nullable:
        words.append("null")
    if column.identity is not None:
        words.append("identity always" if column.identity.always else "identity")
    if column.default is not None:
        words.append(f"default {column.default}")
    if column.hints.redacted:
        words.append("redacted")
    return " ".join(words)


def _constraint(constraint: Constraint) -> str:
    match constraint:
        case PrimaryKey():
            return f"primary key ({', '.join(constraint.columns)})"
        case Unique():
            return f"unique ({', '.join(constraint.columns)})"
        case Check():
            return f"check ({constraint.expression})"
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
    where = f" where {index.where}" if index.where else ""
    return f"{unique}{index.method} ({', '.join(map(_key, index.keys))}){where}"


def _key(key: IndexKey) -> str:
    text = key.column if key.column is not None else f"({key.expression})"
    return f"{text} desc" if key.descending else text


def _relation(relation: Relation) -> str:
    columns = ", ".join(relation.columns)
    target = f"{relation.references_table} ({', '.join(relation.references_columns)})"
    return f"{relation.kind.value.replace('_', ' ')} ({columns}) to {target}"
