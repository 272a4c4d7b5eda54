"""What differs among the objects beside tables, and what a change takes along.

An object that PostgreSQL cannot change in place is dropped and made anew, and so is everything
that depends on it: views, rules, policies, triggers, and in tables the constraints, indexes,
defaults and generated columns. The same holds around a column whose type changes. Exactly those
are made anew that have to be; CASCADE is never used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING

from fluentorm.schema.alterable import can_alter, retypes_attributes, tightens
from fluentorm.schema.database_objects import PUBLIC_NAMESPACE, Sequence
from fluentorm.schema.dependencies import dependents_of
from fluentorm.schema.qualified import key_of
from fluentorm.schema.refs import OBJECT_TYPES, Kind, Ref
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from fluentorm.schema.database_objects import DatabaseObject
    from fluentorm.schema.dependencies import Depends
    from fluentorm.schema.objects import Table

_PARTS = frozenset({Kind.CONSTRAINT, Kind.INDEX, Kind.COLUMN})
_TYPES = frozenset({Kind.COLLATION, Kind.DOMAIN, Kind.COMPOSITE, Kind.RANGE, Kind.ENUM, Kind.TABLE})
# What a default may need: it is taken off and set again, and nothing notices that its column has.
_CALLED = frozenset({Kind.FUNCTION, Kind.AGGREGATE, Kind.SEQUENCE})
_TABLES_MAY_USE = frozenset({Kind.COMPOSITE, Kind.ENUM, Kind.EXTENSION})
# What tells the attributes of a composite type: they get no other type under these.
_READ_ATTRIBUTES = frozenset({Kind.VIEW, Kind.MATERIALIZED_VIEW, Kind.RULE, Kind.POLICY})
# PostgreSQL makes these anew by itself when the type of a column changes.
_FOLLOW_A_TYPE = frozenset({Kind.CONSTRAINT, Kind.INDEX, Kind.STATISTICS})


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectDelta:
    """The objects that come, go and change; ``rebuilt`` are in ``dropped`` and ``created``.

    ``parts`` are what has to step aside in tables that stay: constraints and indexes, columns
    with a default or a generated value, and in ``retyped`` columns of a type that is made anew.
    ``dependents`` are, by what changes in place only one way, what has to step aside on the other.
    ``urgent`` are those of them that stand on something which comes back under its name.
    ``loosened`` are publications that let go of tables for a while, "" being all with a filter.
    """

    created: tuple[DatabaseObject, ...] = ()
    dropped: tuple[DatabaseObject, ...] = ()
    altered: tuple[tuple[DatabaseObject, DatabaseObject], ...] = ()
    dependents: Mapping[Ref, tuple[DatabaseObject, ...]] = field(default_factory=dict)
    rebuilt: frozenset[Ref] = frozenset()
    parts: frozenset[Ref] = frozenset()
    urgent: frozenset[Ref] = frozenset()
    retyped: frozenset[Ref] = frozenset()
    loosened: Mapping[Ref, frozenset[str]] = field(default_factory=dict)

    def without(self, sequences: Iterable[Ref], columns: Iterable[Ref]) -> ObjectDelta:
        """Return the same without sequences, and without columns that step aside."""
        gone, staying = frozenset(sequences), frozenset(columns)
        return replace(
            self,
            created=tuple(item for item in self.created if item.ref not in gone),
            dropped=tuple(item for item in self.dropped if item.ref not in gone),
            parts=self.parts - staying,
        )


NO_OBJECTS = ObjectDelta()


@dataclass(slots=True, kw_only=True)
class _Search:
    """A search through what depends on what, from all that cannot stay."""

    old: Mapping[Ref, DatabaseObject]
    new: Mapping[Ref, DatabaseObject]
    wanted: Depends
    dependents: Mapping[Ref, Iterable[Ref]]
    tables: Mapping[str, Table]
    changing: frozenset[Ref]
    rebuilt: set[Ref] = field(default_factory=set)
    seen: set[Ref] = field(default_factory=set)
    parts: set[Ref] = field(default_factory=set)
    retyped: set[Ref] = field(default_factory=set)
    loosened: dict[Ref, set[str]] = field(default_factory=dict)

    def run(self, start: Iterable[Ref]) -> None:
        """Follow what depends on these, as far as it was not seen yet."""
        pending = [ref for ref in start if ref not in self.seen]
        self.seen.update(pending)
        while pending:
            gone = pending.pop()
            for ref in self.dependents.get(gone, ()):
                if ref in self.seen:
                    self._note_type(ref, gone)
                elif self._steps_aside(ref, gone):
                    self.seen.add(ref)
                    pending.append(ref)

    def step_aside_for_rows(self, changing: Iterable[Ref]) -> None:
        """Let columns of a table's row type hold text while a column of that table changes.

        A type that is made of the row is made anew where a column is of that.
        """
        tables = {Ref(Kind.TABLE, ref.name) for ref in changing if ref.kind is Kind.COLUMN}
        for table in sorted(tables):
            for ref in self.dependents.get(table, ()):
                if ref.kind is Kind.COLUMN and ref.name != table.name:
                    self.retyped.add(ref)
                    self.parts.add(ref)
                    self.run([ref])
                elif ref.kind in OBJECT_TYPES and self._has_columns(ref):
                    self.rebuilt.add(ref)
                    self.run([ref])

    def _has_columns(self, kind: Ref) -> bool:
        """Say whether a column is of a type, alone or inside of other types."""
        found, pending = {kind}, [kind]
        while pending:
            for ref in self.dependents.get(pending.pop(), ()):
                if ref.kind is Kind.COLUMN:
                    return True
                if ref.kind in OBJECT_TYPES and ref not in found:
                    found.add(ref)
                    pending.append(ref)
        return False

    def _note_type(self, ref: Ref, gone: Ref) -> None:
        """Let a column step aside that was seen for something else.

        It holds text for a type that goes, its default goes for what that calls, and one that is
        generated for what it reads.
        """
        if ref.kind is not Kind.COLUMN:
            return
        if gone.kind in _TYPES and gone not in self.changing:
            self.retyped.add(ref)
            self.parts.add(ref)
        elif gone.kind in _CALLED or (
            gone.kind is Kind.COLUMN and gone in self.changing and self._generated(ref)
        ):
            self.parts.add(ref)

    def _steps_aside(self, ref: Ref, gone: Ref) -> bool:
        """Note what happens to an object that depends on one which goes."""
        if gone in self.changing and self._follows(ref, gone):
            return False
        if gone in self.changing and ref.kind is Kind.SEQUENCE:
            return False  # its column stays, and so does what it has counted
        if gone.kind is Kind.ENUM and gone in self.changing and ref.kind is Kind.COLUMN:
            if self._generated(ref):
                self.parts.add(ref)
            return True  # a swap of the enum takes its other columns along
        if ref.kind in _PARTS:
            if ref.kind is Kind.COLUMN and gone.kind in _TYPES:
                self.retyped.add(ref)
            self.parts.add(ref)
            return gone.kind not in _CALLED or ref.kind is not Kind.COLUMN or self._generated(ref)
        if ref not in self.new or ref not in self.old:
            # What is of a type that goes has to go before that, be it for something else's sake.
            return ref in self.old and ref.kind in _TYPES
        if self._is_replaced_first(ref, gone):
            return False
        if ref.kind is Kind.PUBLICATION and can_alter(self.old[ref], self.new[ref]):
            of_table = gone.kind in (Kind.TABLE, Kind.COLUMN)
            self.loosened.setdefault(ref, set()).add(gone.name if of_table else "")
            return False
        self.rebuilt.add(ref)
        return True

    def _follows(self, ref: Ref, gone: Ref) -> bool:
        """Say whether PostgreSQL makes an object anew itself when the type of a column changes.

        Statistics go with a column that is made anew, and lose their target otherwise.
        """
        if ref.kind is Kind.STATISTICS and self._generated(gone):
            return False
        return ref.kind in _FOLLOW_A_TYPE and not self._has_target(ref)

    def _generated(self, ref: Ref) -> bool:
        """Say whether a column is generated: then it is made anew itself."""
        table = self.tables.get(ref.name)
        column = table.columns.get(ref.part or "") if table is not None else None
        return column is not None and column.generated is not None

    def _has_target(self, ref: Ref) -> bool:
        """Say whether statistics have a target, which they lose when a column's type changes."""
        return getattr(self.old.get(ref), "target", None) is not None

    def _is_replaced_first(self, ref: Ref, gone: Ref) -> bool:
        """Say whether a replacement in place frees an object from what goes for good."""
        for_good = gone not in self.changing and gone not in self.rebuilt
        freed = gone not in self.wanted.get(ref, frozenset())
        before, after = self.old[ref], self.new[ref]
        return for_good and freed and before != after and can_alter(before, after)


def compare_objects(
    old: Mapping[Ref, DatabaseObject],
    new: Mapping[Ref, DatabaseObject],
    *,
    needs: Depends,
    wanted: Depends,
    tables: Mapping[str, Table],
    later: Mapping[str, Table],
    changing: frozenset[Ref] = frozenset(),
    going: frozenset[Ref] = frozenset(),
    growing: Iterable[Ref] = (),
) -> ObjectDelta:
    """Return what differs; ``needs`` and ``wanted`` are the dependencies before and after.

    ``tables`` are those before, under the names that they have after, ``later`` those after.
    ``changing`` are columns whose type changes (or that are made anew) and enums that are
    swapped, ``going`` what else disappears from tables, ``growing`` enums that get values.
    """
    usual = PUBLIC_NAMESPACE.ref
    if usual in old or usual in new:
        old = {usual: PUBLIC_NAMESPACE, **old}
        new = {usual: PUBLIC_NAMESPACE, **new}
    changed = [(old[ref], new[ref]) for ref in new if ref in old and old[ref] != new[ref]]
    rebuilt = {before.ref for before, after in changed if not can_alter(before, after)}
    rebuilt |= {
        ref
        for ref, item in old.items()
        if ref in new and _owner(item) in going and _owner(item) == _owner(new[ref])
    }
    one_way = [
        before.ref
        for before, after in changed
        if before.ref not in rebuilt and not can_alter(after, before)
    ]
    growing = tuple(growing)
    above = dict(_standing_on((*one_way, *growing), needs, wanted))
    # What is in tables cannot step aside for a moment.
    rebuilt |= {
        ref
        for ref, refs in above.items()
        if ref.kind not in _TABLES_MAY_USE and any(one.kind in _PARTS for one in refs)
    }
    standing = dependents_of(needs)
    for before, after in changed:
        if retypes_attributes(before, after):
            rebuilt |= _hindering(before.ref, standing, old)
    tightened = [before.ref for before, after in changed if tightens(before, after)]
    loosened = [before.ref for before, after in changed if tightens(after, before)]
    rebuilt.update(ref for ref in tightened if _is_contained(ref, standing, tables))
    standing_later = dependents_of(wanted) if loosened else {}
    rebuilt.update(ref for ref in loosened if _is_contained(ref, standing_later, later))
    search = _Search(
        old=old,
        new=new,
        wanted=wanted,
        dependents=standing,
        tables=tables,
        changing=changing,
        rebuilt=rebuilt,
    )
    made_of_enums = _made_of_enums(old, needs, changing)
    rebuilt.update(ref for ref in made_of_enums if ref in new)
    # The way back of an enum that gets values is a swap.
    made_of_enums += [ref for ref in _made_of_enums(old, needs, growing) if ref not in new]
    search.run([*rebuilt, *made_of_enums])
    urgent = frozenset(search.parts)
    search.run([*changing])
    search.step_aside_for_rows(changing)
    search.run([*(ref for ref in old if ref not in new), *going])
    return ObjectDelta(
        created=tuple(item for ref, item in new.items() if ref not in old or ref in rebuilt),
        dropped=tuple(item for ref, item in old.items() if ref not in new or ref in rebuilt),
        altered=(
            *(pair for pair in changed if pair[0].ref not in rebuilt),
            *((old[ref], old[ref]) for ref in search.loosened if old[ref] == new[ref]),
        ),
        loosened={ref: frozenset(names) for ref, names in search.loosened.items()},
        dependents={
            ref: tuple(
                old[one]
                for one in refs
                if one in old
                and one in new
                and one not in rebuilt
                and not (ref.kind is Kind.ENUM and one.kind in _FOLLOW_A_TYPE)
            )
            for ref, refs in above.items()
            if ref not in rebuilt
        },
        rebuilt=frozenset(rebuilt),
        parts=frozenset(search.parts),
        urgent=urgent,
        retyped=frozenset(search.retyped),
    )


def _hindering(
    kind: Ref, above: Mapping[Ref, Iterable[Ref]], old: Mapping[Ref, DatabaseObject]
) -> set[Ref]:
    """Return what has to be made anew for an attribute of a composite type to get another type.

    The type itself where a column is of it, alone or inside of other types; else what reads it.
    """
    found, pending, readers = {kind}, [kind], set[Ref]()
    while pending:
        for ref in above.get(pending.pop(), ()):
            if ref.kind is Kind.COLUMN:
                return {kind}
            if ref.kind in _READ_ATTRIBUTES or getattr(old.get(ref), "atomic", False):
                readers.add(ref)
            elif ref.kind in _TYPES and ref not in found:
                found.add(ref)
                pending.append(ref)
    return readers


def _is_contained(
    domain: Ref, above: Mapping[Ref, Iterable[Ref]], tables: Mapping[str, Table]
) -> bool:
    """Say whether columns have a domain inside of other types: arrays, composite types, ranges.

    No condition can be added to it then (``get_rels_with_domain`` in ``typecmds.c``).
    """
    pending, seen = [(domain, False)], {(domain, False)}
    while pending:
        kind, inside = pending.pop()
        for ref in above.get(kind, ()):
            if ref.kind is Kind.COLUMN:
                table = tables.get(ref.name)
                column = table.columns.get(ref.part or "") if table is not None else None
                of = "" if column is None else column.type
                # A default may need the type, too.
                named = kind.kind is Kind.RANGE or key_of(of.rstrip("[]")) == kind.name
                if named and (inside or of.endswith("]")):
                    return True
            elif ref.kind in _TYPES:
                found = (ref, inside or ref.kind is not Kind.DOMAIN)
                if found not in seen:
                    seen.add(found)
                    pending.append(found)
    return False


def _made_of_enums(
    old: Mapping[Ref, DatabaseObject], needs: Depends, changing: Iterable[Ref]
) -> list[Ref]:
    """Return the types that are made of enums among some: they go before these are swapped."""
    pending = [ref for ref in changing if ref.kind is Kind.ENUM]
    above = dependents_of(needs) if pending else {}
    found: dict[Ref, None] = {}
    while pending:
        for ref in above.get(pending.pop(), ()):
            if ref.kind in _TYPES and ref in old and ref not in found:
                found[ref] = None
                pending.append(ref)
    return [*found]


def _owner(item: DatabaseObject) -> Ref | None:
    return item.owned_by if isinstance(item, Sequence) else None


def _standing_on(refs: tuple[Ref, ...], *sides: Depends) -> Iterator[tuple[Ref, list[Ref]]]:
    """Yield objects with all that depends on them, before or after, behind what it needs itself."""
    above = dependents_of(*sides) if refs else {}
    for ref in refs:
        found: dict[Ref, None] = {}

        def visit(one: Ref, path: frozenset[Ref], found: dict[Ref, None] = found) -> None:
            for other in sorted(above.get(one, ()), reverse=True):
                if other not in found and other not in path:
                    visit(other, path | {one})
            found[one] = None

        visit(ref, frozenset())
        yield ref, list(reversed([one for one in found if one != ref]))


def parts_of(parts: Iterable[Ref], table: str, kind: Kind) -> Iterator[str]:
    """Return the names of the parts of one table and kind."""
    return (ref.part for ref in parts if ref.kind is kind and ref.name == table and ref.part)
