"""Tables that are built when they are first looked at.

A schema of a thousand tables is read at every generation, and one of them was edited. Each table
therefore comes as its canonical text, which is enough to see that it did not change, and as a way
to build it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from fluentorm.schema.objects import Table


class TableSource(NamedTuple):
    """A table's canonical text, equal for equal tables, and the function that builds it."""

    text: str
    build: Callable[[], Table]


class LazyTables(Mapping[str, Table]):
    """A mapping of tables by name, as SchemaModel has, from their sources."""

    __slots__ = ("_built", "_sources")

    def __init__(self, sources: Mapping[str, TableSource]) -> None:
        self._sources = sources
        self._built: dict[str, Table] = {}

    def __getitem__(self, name: str) -> Table:
        table = self._built.get(name)
        if table is None:
            table = self._built[name] = self._sources[name].build()
        return table

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)

    def __contains__(self, name: object) -> bool:
        return name in self._sources

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mapping):
            return NotImplemented
        if self.keys() != other.keys():
            return False
        return all(self[name] == other[name] for name in differing(self, other))

    __hash__ = None  # type: ignore[assignment]  # a mapping, equal by content

    def text(self, name: str) -> str:
        """Return a table's canonical text; it is not built for that."""
        return self._sources[name].text


def mentioning(tables: Mapping[str, Table], *names: str) -> Iterator[Table]:
    """Yield the tables that may have one of these names in them, or for their own, in order.

    In a canonical text, which is JSON, a name stands as a JSON string.
    """
    words = [json.dumps(name, ensure_ascii=False) for name in names]
    for name in tables:
        if isinstance(tables, LazyTables):
            text = tables.text(name)
            if not any(word in text for word in words):
                continue
        yield tables[name]


def differing(old: Mapping[str, Table], new: Mapping[str, Table]) -> tuple[str, ...]:
    """Return the names that are on one side only, or whose tables may differ; old ones first.

    What is left out is equal in every respect that is kept: hints and source files too.
    """
    gone = [name for name in old if name not in new]
    if isinstance(old, LazyTables) and isinstance(new, LazyTables):
        return (*gone, *(n for n in new if n not in old or old.text(n) != new.text(n)))
    return (*gone, *(name for name in new if name not in old or old[name] is not new[name]))
