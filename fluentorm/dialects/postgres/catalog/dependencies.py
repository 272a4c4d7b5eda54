"""pg_depend -> what each object needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.catalog.reading import CLASS, EXTENSION, Address, Reading, Rows
from fluentorm.schema.refs import Kind, Ref

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fluentorm.dialects.postgres.catalog.relations import Relation


class LateMapping(Mapping[Ref, frozenset[Ref]]):
    """A mapping that is computed when it is first looked at."""

    __slots__ = ("_compute", "_found")

    def __init__(self, compute: Callable[[], Mapping[Ref, frozenset[Ref]]]) -> None:
        self._compute: Callable[[], Mapping[Ref, frozenset[Ref]]] | None = compute
        self._found: Mapping[Ref, frozenset[Ref]] = {}

    def _mapping(self) -> Mapping[Ref, frozenset[Ref]]:
        if self._compute is not None:
            self._found, self._compute = self._compute(), None
        return self._found

    def __getitem__(self, ref: Ref) -> frozenset[Ref]:
        return self._mapping()[ref]

    def __iter__(self) -> Iterator[Ref]:
        return iter(self._mapping())

    def __len__(self) -> int:
        return len(self._mapping())


_RELATIONS = frozenset({Kind.TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW})
_INSIDE = frozenset("rp")
_WITH_COLUMNS = frozenset("rpvm")


def dependencies(
    rows: Rows, relations: Mapping[int, Relation], reading: Reading
) -> dict[Ref, frozenset[Ref]]:
    """Return what each object needs; objects that need nothing are left out.

    What a model has no words for, such as an operator, is passed through: a view over it needs
    the operator's function. What belongs to an extension stands for the extension.
    """
    return _Reader(relations, reading).read(rows)


def _others(ref: Ref, needs: set[Ref]) -> frozenset[Ref]:
    """Return what an object needs beside itself and the relation that it is a part or all of.

    A column needs its table, and what is said about a view's columns is said by the view.
    """
    if ref.kind is Kind.COLUMN:
        own = {need for need in needs if need.name == ref.name and need.kind in _RELATIONS}
    elif ref.kind in _RELATIONS:
        own = {need for need in needs if need.name == ref.name and need.kind is Kind.COLUMN}
    else:
        own = set()
    return frozenset(needs - own - {ref})


class _Reader:
    """Reads pg_depend; numbers become references where they are first needed."""

    def __init__(self, relations: Mapping[int, Relation], reading: Reading) -> None:
        self._relations = relations
        self._refs = reading.refs
        self._members = reading.members
        self._inherited = reading.inherited
        self._columns: dict[tuple[int, int], Ref | None] = {}
        self._needs: dict[tuple[int, int, int], tuple[Ref, ...]] = {}
        self._through: dict[Address, list[tuple[int, int, int]]] = defaultdict(list)

    def read(self, rows: Rows) -> dict[Ref, frozenset[Ref]]:
        """Return what each object needs."""
        found: dict[Ref, set[Ref]] = defaultdict(set)
        later: list[tuple[Ref, Address]] = []
        for catalog, oid, part, needed_catalog, needed_oid, needed_part, auto in rows:
            if (catalog, oid) in self._inherited:
                continue
            ref = self._ref(catalog, oid, part)
            address = (needed_catalog, needed_oid, needed_part)
            if ref is None:
                self._through[catalog, oid].append(address)
                continue
            if auto and ref.kind is Kind.SEQUENCE:  # it goes with its column
                continue
            needs = self._needed(address)
            if needs:
                found[ref].update(needs)
            else:
                later.append((ref, (needed_catalog, needed_oid)))
        for ref, passed in later:
            found[ref].update(self._passed(passed, set()))
        others = ((ref, _others(ref, needs)) for ref, needs in found.items())
        return {ref: needs for ref, needs in others if needs}

    def _ref(self, catalog: int, oid: int, part: int) -> Ref | None:
        if part and catalog == CLASS:
            relation = self._relations.get(oid)
            if relation is not None and relation.kind in _INSIDE:
                return self._column(oid, part)
        return self._refs.get((catalog, oid))

    def _column(self, oid: int, part: int) -> Ref | None:
        place = (oid, part)
        if place not in self._columns:
            relation = self._relations[oid]
            attribute = relation.attributes.get(part)
            known = attribute is not None and (CLASS, oid) in self._refs
            self._columns[place] = (
                Ref(Kind.COLUMN, relation.key, attribute[0]) if attribute and known else None
            )
        return self._columns[place]

    def _needed(self, address: tuple[int, int, int]) -> tuple[Ref, ...]:
        needs = self._needs.get(address)
        if needs is None:
            needs = self._needs[address] = tuple(self._looked_up(*address))
        return needs

    def _looked_up(self, catalog: int, oid: int, part: int) -> Iterator[Ref]:
        extension = self._members.get((catalog, oid))
        if extension is not None:
            catalog, oid, part = EXTENSION, extension, 0
        ref = self._refs.get((catalog, oid))
        if ref is None:
            return
        yield ref
        if part and catalog == CLASS and self._relations[oid].kind in _WITH_COLUMNS:
            column = self._column(oid, part)
            if column is not None:
                yield column

    def _passed(self, address: Address, seen: set[Address]) -> Iterator[Ref]:
        """Yield what is needed by something that is no object of a model."""
        if address in seen:
            return
        seen.add(address)
        for needed in self._through.get(address, ()):
            needs = self._needed(needed)
            yield from needs or self._passed(needed[:2], seen)
