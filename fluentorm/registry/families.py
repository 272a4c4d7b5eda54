"""Partitions and children of tables: their columns are known when their parents' are."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING

from fluentorm.errors import Place, Problem
from fluentorm.registry.cache import Resolved, digest, packed, unpacked
from fluentorm.registry.cache_codec import decode_table, encode_table
from fluentorm.schema.children import Child, resolve_child
from fluentorm.schema.lazy import TableSource
from fluentorm.schema.nearest import Nearest
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from fluentorm.schema.database_state import Attachment
    from fluentorm.schema.objects import Table


@dataclass(slots=True)
class Families:
    """The tables with parents of one run, each with what identifies its declaration."""

    children: dict[str, tuple[Child, str]] = field(default_factory=dict)
    resolved: dict[str, Resolved] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    partitions: dict[str, Table] = field(default_factory=dict)
    orphans: list[str] = field(default_factory=list)

    def add(self, owner: str, data: bytes, sources: dict[str, TableSource]) -> None:
        """Take up the children that ``packed_children`` was given; each gets its place.

        ``owner`` is the table whose files declare them.
        """
        identity = digest(data)
        for child in unpacked_children(data):
            name = child.table.name
            if name != owner:
                self.partitions[name] = child.table
            earlier = self.children.setdefault(name, (child, identity))
            if earlier[0] is not child:
                text = f'table "{name}" is already declared at {earlier[0].table.origin}'
                self.problems.append(Problem(text, child.table.origin, "remove one of the two"))
            sources[name] = TableSource("", partial(_itself, child.table))

    def report_repeated(self, files: Mapping[str, str]) -> None:
        """Report partitions that have files of their own too; ``files`` are those by table."""
        for name in self.partitions.keys() & files.keys():
            text = f'table "{name}" is already declared at {self.partitions[name].origin}'
            self.problems.append(Problem(text, Place(files[name]), "remove one of the two"))

    def settle(
        self,
        sources: dict[str, TableSource],
        known: Mapping[str, Resolved],
        attached: Callable[[str], tuple[Attachment, ...]],
        text_of: Callable[[Table], str] | None,
    ) -> None:
        """Give each child the columns of its parents; with ``text_of`` from ``known`` if it can."""
        for name in self._in_order(sources):
            child, identity = self.children[name]
            parents = [parent for parent in child.parents if parent in sources]
            said = attached(name)
            key = digest(
                repr((identity, [sources[parent].text for parent in parents], said)).encode(
                    errors="surrogatepass"
                )
            )
            before = known.get(name)
            if text_of is not None and before is not None and before.key == key:
                self.resolved[name] = before
                sources[name] = TableSource(before.text, partial(_unpack, before.table))
                continue
            table, problems = resolve_child(child, [sources[p].build() for p in parents])
            if said:
                from fluentorm.schema.attachments import attach_to_table

                table, wrong = attach_to_table(table, said)
                problems += wrong
            text = text_of(table) if text_of is not None and not problems else ""
            sources[name] = TableSource(text, partial(_itself, table))
            if not problems and text:
                self.resolved[name] = Resolved(key, text, packed(encode_table(table)))
            self.problems += problems

    def _in_order(self, sources: Mapping[str, TableSource]) -> Iterator[str]:
        """Yield the children after their parents; report parents that are none."""
        done: set[str] = set()
        open_names: list[str] = []

        def visit(name: str) -> Iterator[str]:
            child, _ = self.children[name]
            open_names.append(name)
            for parent in child.parents:
                if parent in open_names:
                    text = f'table "{name}" is a parent of itself, through "{parent}"'
                    self.problems.append(Problem(text, child.table.origin))
                elif parent not in sources:
                    self.orphans.append(name)
                    self.problems.append(_no_parent(child, parent, sources))
                elif parent in self.children and parent not in done:
                    yield from visit(parent)
            open_names.pop()
            if name not in done:
                done.add(name)
                yield name

        for name in self.children:
            if name not in done:
                yield from visit(name)


def packed_children(children: list[Child]) -> bytes:
    """Return children as the cache holds them."""
    return pickle.dumps(children)


def unpacked_children(data: bytes) -> list[Child]:
    """Return the children; the cache lies beside bytecode that is run as it is."""
    found: list[Child] = pickle.loads(data)  # noqa: S301
    return found


def _no_parent(child: Child, parent: str, sources: Mapping[str, TableSource]) -> Problem:
    verb = "is a partition of" if child.table.details.partition_of else "inherits from"
    return Problem(
        f'table "{child.table.name}" {verb} table "{parent}", which does not exist',
        child.table.origin,
        Nearest().hint(parent, sources),
    )


def _itself(table: Table) -> Table:
    return table


def _unpack(table: bytes) -> Table:
    return decode_table(unpacked(table))
