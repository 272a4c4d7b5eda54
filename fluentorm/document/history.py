"""Which migrations touched which table, from what the files say of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.schema.qualified import PUBLIC, key_of, qualify, split
from fluentorm.schema.tokens import mentioned, tokens
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """One migration: what its header says it is about, None where it was written by hand."""

    name: str
    table: str | None
    kind: str | None
    text: str


def history(tables: Sequence[str], migrations: Iterable[Touch]) -> dict[str, tuple[str, ...]]:
    """Return the names of the migrations that touched each table, in their order.

    A generated one says which table it is about; what was written by hand touches every table that
    it names. What touched a table under an earlier name counts too.
    """
    found: dict[str, list[str]] = {table: [] for table in tables}
    for migration in migrations:
        if migration.table is None:
            for table in _named(found, migration.text):
                found[table].append(migration.name)
            continue
        table = key_of(migration.table)
        if migration.kind == "rename_table":
            for before in _renamed(migration.text):
                found[table] = found.pop(before, []) + found.get(table, [])
        found.setdefault(table, []).append(migration.name)
    return {table: tuple(found.get(table, ())) for table in tables}


def _named(tables: Iterable[str], text: str) -> Iterator[str]:
    """Yield the tables that SQL text names; one in a namespace with the namespace's name."""
    words = mentioned(text)
    for table in tables:
        namespace, name = split(table)
        if name in words and (namespace == PUBLIC or namespace in words):
            yield table


def _renamed(text: str) -> Iterator[str]:
    """Yield the table that the first statement of a generated renaming gives another name."""
    words = [token for token in tokens(text) if token.kind != "space"]
    parts = [token.name for token in words[2:5]]
    if [token.name for token in words[:2]] != ["alter", "table"] or parts[0] is None:
        return
    qualified = words[3].text == "." and parts[2] is not None
    yield qualify(parts[0], parts[2] or "") if qualified else qualify(PUBLIC, parts[0])
