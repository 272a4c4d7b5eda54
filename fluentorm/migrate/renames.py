"""What generated migrations renamed, told from their statements.

A snapshot does not say what an object was called before: that acts once. Whoever compares two
snapshots far apart would take a rename for a drop and an addition.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.schema.qualified import PUBLIC, qualify, split
from fluentorm.schema.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fluentorm.schema.objects import SchemaModel

# (table, None, its name before) or (table, column, its name before).
_Renames = dict[tuple[str, str | None], str]


def with_renames(model: SchemaModel, texts: Iterable[str]) -> SchemaModel:
    """Return a model whose tables and columns say what they were called before these migrations.

    ``texts`` are up files in their order. A table or a column that was made in them by its first
    name is not told: that name means nothing to the schema before.
    """
    found: _Renames = {}
    for text in texts:
        for table, column, after in _statements(text):
            _note(found, table, column, after)
    tables = dict(model.tables)
    for (name, column), before in found.items():
        held = tables.get(name)
        if held is not None and column is None:
            tables[name] = replace(held, renamed_from=before)
        elif held is not None and column is not None and column in held.columns:
            changed = replace(held.columns[column], renamed_from=before)
            tables[name] = replace(held, columns={**held.columns, column: changed})
    return replace(model, tables=tables)


def _note(found: _Renames, table: str, column: str | None, after: str) -> None:
    """Remember one renaming, on top of those before it."""
    if column is not None:
        found[table, after] = found.pop((table, column), column)
        return
    namespace, _ = split(table)
    new = qualify(namespace, after)
    first = found.pop((table, None), split(table)[1])
    for key in [key for key in found if key[0] == table]:
        found[new, key[1]] = found.pop(key)
    found[new, None] = first


def _statements(text: str) -> Iterator[tuple[str, str | None, str]]:
    """Yield (table, column, new name), the column None where the table is renamed."""
    statement: list[str] = []
    for token in tokens(text):
        if token.text == ";":
            yield from _renaming(statement)
            statement = []
        elif token.kind != "space":
            statement.append(token.name if token.name is not None else token.text)


def _renaming(words: list[str]) -> Iterator[tuple[str, str | None, str]]:
    if words[:2] != ["alter", "table"] or "rename" not in words[3:6]:
        return
    at = words.index("rename", 3)
    table = qualify(words[2], words[4]) if at == 5 else qualify(PUBLIC, words[2])
    match words[at + 1 :]:
        case ["column", before, "to", after]:
            yield table, before, after
        case ["to", after]:
            yield table, None, after
