"""The schema as a Mermaid diagram (https://mermaid.js.org/syntax/entityRelationshipDiagram.html)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fluentorm.document.links import links_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.document.links import Link
    from fluentorm.schema.objects import Column, SchemaModel, Table

_NOT_IN_WORDS = re.compile(r"[^A-Za-z0-9_\[\]()-]+")
_NOT_IN_TEXTS = re.compile(r'["%\\\x00-\x1f]')


def mermaid(model: SchemaModel) -> str:
    """Return the text of an ``erDiagram``.

    Mermaid's types and columns are words: what else is in them becomes ``_``, and the true name of
    a column its comment.
    """
    lines = ["erDiagram"]
    for table in model.tables.values():
        lines += _table(table)
    lines += [_link(link) for link in links_of(model)]
    return "\n".join(lines) + "\n"


def _table(table: Table) -> Iterator[str]:
    key = set(table.primary_key.columns) if table.primary_key else set()
    foreign = {column for fk in table.foreign_keys for column in fk.columns}
    yield f"  {_text(table.name)} {{"
    for column in table.columns.values():
        marks = [mark for mark, held in (("PK", key), ("FK", foreign)) if column.name in held]
        keys = f" {', '.join(marks)}" if marks else ""
        yield f"    {_column(column)}{keys}{_comment(column)}"
    yield "  }"


def _column(column: Column) -> str:
    return f"{_word(column.type)} {_word(column.name)}"


def _comment(column: Column) -> str:
    parts = [column.name] if _word(column.name) != column.name else []
    parts += [column.comment] if column.comment else []
    return f" {_text(': '.join(parts))}" if parts else ""


def _link(link: Link) -> str:
    target = "|o" if link.optional else "||"
    table = "o|" if link.unique else "o{"
    return f"  {_text(link.target)} {target}--{table} {_text(link.table)} : {_text(link.name)}"


def _word(text: str) -> str:
    word = _NOT_IN_WORDS.sub("_", text)
    return word if word[:1].isalpha() or word[:1] == "_" else f"_{word}"


def _text(text: str) -> str:
    return '"' + _NOT_IN_TEXTS.sub(" ", text) + '"'
