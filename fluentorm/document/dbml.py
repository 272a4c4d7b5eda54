"""The schema in DBML (https://dbml.dbdiagram.io/docs): tables, enums, indexes, references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.document.links import links_of
from fluentorm.schema.objects import Action, Unique
from fluentorm.schema.qualified import PUBLIC, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fluentorm.document.links import Link
    from fluentorm.schema.objects import Column, Enum, Index, SchemaModel, Table


def dbml(model: SchemaModel) -> str:
    """Return the text of a DBML file; it has no words for what is neither table nor enum."""
    parts = [_enum(enum) for enum in model.enums.values()]
    parts += [_table(table) for table in model.tables.values()]
    actions = {
        (table.name, key.name): (key.on_delete, key.on_update)
        for table in model.tables.values()
        for key in table.foreign_keys
    }
    links = [
        _link(link, actions.get((link.table, link.name), (Action.NO_ACTION, Action.NO_ACTION)))
        for link in links_of(model)
    ]
    return "\n\n".join([*parts, *links]) + "\n"


def _enum(enum: Enum) -> str:
    values = "\n".join(f"  {_quoted(value)}" for value in enum.values)
    return f"Enum {_name(enum.name)} {{\n{values}\n}}"


def _table(table: Table) -> str:
    key = table.primary_key.columns if table.primary_key else ()
    lines = [_column(column, alone=key == (column.name,)) for column in table.columns.values()]
    indexes = list(_indexes(table, key))
    if indexes:
        lines += ["", "  indexes {", *(f"    {line}" for line in indexes), "  }"]
    if table.comment:
        lines += ["", f"  Note: {_text(table.comment)}"]
    return f"Table {_name(table.name)} {{\n" + "\n".join(lines) + "\n}"


def _column(column: Column, *, alone: bool) -> str:
    options = ["pk"] if alone else []
    if not column.nullable and not alone:
        options.append("not null")
    if column.identity is not None:
        options.append("increment")
    if column.default is not None:
        options.append(f"default: {_expression(column.default)}")
    if column.comment:
        options.append(f"note: {_text(column.comment)}")
    return f"  {_quoted(column.name)} {_quoted(column.type)}{_options(options)}"


def _indexes(table: Table, key: tuple[str, ...]) -> Iterator[str]:
    if len(key) > 1:
        yield f"({', '.join(map(_quoted, key))}) [pk]"
    for constraint in table.constraints.values():
        if isinstance(constraint, Unique):
            columns = ", ".join(map(_quoted, constraint.columns))
            yield f"({columns}) [unique, name: {_text(constraint.name)}]"
    yield from map(_index, table.indexes.values())


def _index(index: Index) -> str:
    keys = ", ".join(
        _quoted(key.column) if key.column is not None else _expression(key.expression or "")
        for key in index.keys
    )
    options = ["unique"] if index.unique else []
    options += [f"type: {index.method}"] if index.method in ("btree", "hash") else []
    return f"({keys}){_options([*options, f'name: {_text(index.name)}'])}"


def _link(link: Link, actions: tuple[Action, Action]) -> str:
    ends = f"{_end(link.table, link.columns)} {'-' if link.unique else '>'} "
    ends += _end(link.target, link.target_columns)
    words = zip(("delete", "update"), actions, strict=True)
    options = [
        f"{word}: {action.value.replace('_', ' ')}"
        for word, action in words
        if action is not Action.NO_ACTION
    ]
    return f"Ref {_quoted(link.name)}: {ends}{_options(options)}"


def _end(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(map(_quoted, columns))
    return f"{_name(table)}.{names if len(columns) == 1 else f'({names})'}"


def _name(key: str) -> str:
    namespace, name = split(key)
    return _quoted(name) if namespace == PUBLIC else f"{_quoted(namespace)}.{_quoted(name)}"


def _options(options: Iterable[str]) -> str:
    text = ", ".join(options)
    return f" [{text}]" if text else ""


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _text(text: str) -> str:
    """Return a string of DBML, of several lines where the text has them."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'''{escaped}'''" if "\n" in text else f"'{escaped}'"


def _expression(sql: str) -> str:
    return "`" + " ".join(sql.replace("`", "'").split()) + "`"
