"""One order for the operations on tables and those on everything else.

The operations on tables come in an order that works among them (diff.order). The others are put
between them by what they need: a topological sort in which whatever is free and stands first goes
first. What is dropped goes after all that needs it, what is made comes after all it needs, and a
name is given back before it is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.diff.columns_above import with_columns_above
from fluentorm.diff.extension_moves import moves
from fluentorm.diff.footprint import Footprint, footprint, subjects
from fluentorm.diff.graph import Graph, Rank
from fluentorm.diff.object_operations import object_operations
from fluentorm.diff.operations import (
    AlterColumn,
    AlterEnum,
    AlterObject,
    AlterTable,
    CreateObject,
    DropColumn,
    DropEnum,
    DropObject,
    Operation,
    RenameObject,
)
from fluentorm.schema.alterable import alters_more, can_alter, retypes_attributes, tightens
from fluentorm.schema.database_objects import (
    CompositeType,
    DefaultPrivileges,
    Domain,
    Extension,
    Namespace,
)
from fluentorm.schema.database_objects import Sequence as SequenceObject
from fluentorm.schema.dependencies import mentioned_in_bodies
from fluentorm.schema.refs import Kind, Ref

if TYPE_CHECKING:
    from fluentorm.diff.delta import Delta
    from fluentorm.schema.dependencies import Depends
    from fluentorm.schema.objects import TableDetails

# Kinds that tables may need come before them, the others after.
_EARLY = frozenset(
    {Kind.NAMESPACE, Kind.EXTENSION, Kind.COLLATION, Kind.DOMAIN, Kind.COMPOSITE, Kind.RANGE}
    | {Kind.SEQUENCE, Kind.FUNCTION, Kind.PROCEDURE, Kind.AGGREGATE}
)
_NOTHING: frozenset[Ref] = frozenset()
_ROUTINES = frozenset({Kind.FUNCTION, Kind.PROCEDURE, Kind.AGGREGATE})


def woven(delta: Delta, tables: Sequence[Operation]) -> tuple[Operation, ...]:
    """Return the operations on tables with those on the other objects of a delta between them."""
    objects = delta.objects
    others = [*object_operations(objects)]
    liked = mentioned_in_bodies(delta.new) if objects.created or objects.altered else {}
    missed = mentioned_in_bodies(delta.moved) if objects.dropped else {}
    needs, wanted = (
        with_columns_above(depends, model) if others else depends
        for depends, model in ((delta.needs, delta.moved), (delta.wanted, delta.new))
    )
    return weave(tables, others, needs=needs, wanted=wanted, liked=liked, missed=missed)


def weave(
    tables: Sequence[Operation],
    others: Sequence[Operation],
    *,
    needs: Depends,
    wanted: Depends,
    liked: Depends | None = None,
    missed: Depends | None = None,
) -> tuple[Operation, ...]:
    """Return both sequences as one; ``tables`` keep their order where nothing forbids it.

    Those on one table or type always do.

    ``needs`` are the dependencies before all of it, ``wanted`` those after, ``liked`` what should
    be there before but does not have to, ``missed`` what should go after for the way back. Where
    the sequence of ``tables`` changes an object twice, the first change is what lets go of the old
    needs, and the last one what takes up the new ones.
    """
    operations = [*tables, *others]
    ranks: list[Rank] = [(_TABLES, number) for number in range(len(tables))]
    ranks += [(_rank(operation), number) for number, operation in enumerate(others)]
    graph = Graph(len(operations), len(tables))
    last: dict[str, int] = {}
    for number, operation in enumerate(tables):
        if number:
            graph.loose.add((number - 1, number))
        for table in subjects(operation):
            if table in last:
                graph.firm.add((last[table], number))
            last[table] = number
    # The columns of an enum that changes are those that have the type at this point.
    enums = [n for n, operation in enumerate(tables) if isinstance(operation, AlterEnum | DropEnum)]
    graph.firm.update(_walls(enums, len(tables), before=True))
    prints = [footprint(operation) for operation in operations]
    _connect(graph, operations, prints, needs, wanted)
    _prefer(graph, operations, prints, liked or {}, missed or {})
    _draw_together(graph, operations, ranks)
    return tuple(operations[number] for number in graph.sorted(ranks))


def _draw_together(graph: Graph, operations: Sequence[Operation], ranks: list[Rank]) -> None:
    """Let what is made anew go just before the change that asks for it, and return just after."""
    dropped = {o.object.ref: n for n, o in enumerate(operations) if isinstance(o, DropObject)}
    back = {
        o.object.ref: number
        for number, o in enumerate(operations)
        if isinstance(o, CreateObject) and o.object.ref in dropped
    }
    drops = {dropped[ref] for ref in back}
    after: dict[int, list[int]] = {}
    before: dict[int, list[int]] = {}
    for first, second in graph.firm:
        after.setdefault(first, []).append(second)
        before.setdefault(second, []).append(first)

    def nearest(number: int, edges: dict[int, list[int]], same: set[int], side: float) -> Rank:
        """Return the rank of the change that is nearest along the edges."""
        found, seen, pending = list[Rank](), {number}, [number]
        while pending:
            for other in edges.get(pending.pop(), ()):
                if other in seen:
                    continue
                seen.add(other)
                if other in same:
                    pending.append(other)
                elif other < len(ranks) and ranks[other][0] == _TABLES:
                    found.append((_TABLES, ranks[other][1] + side))
        if not found:
            return ranks[number]
        return min(found) if side < 0 else max(found)

    creates = set(back.values())
    moved = {number: nearest(number, after, drops, -0.5) for number in drops}
    moved |= {number: nearest(number, before, creates, 0.5) for number in creates}
    for ref, number in back.items():
        if moved[number] == ranks[number]:  # nothing but the object itself changes
            moved[dropped[ref]] = (ranks[number][0], -1)
    for number, rank in moved.items():
        ranks[number] = rank


_EARLY_DROP, _DROP, _EARLY_MAKE, _TABLES, _MAKE, _LATE_MAKE = range(6)


def _rank(operation: Operation) -> int:
    """Return where an operation goes if nothing else matters."""
    match operation:
        case DropObject(object=DefaultPrivileges()):
            return _EARLY_DROP
        case DropObject():
            return _DROP
        case CreateObject(object=DefaultPrivileges()) | AlterObject(after=DefaultPrivileges()):
            return _LATE_MAKE
        case CreateObject(object=item) | AlterObject(after=item):
            return _EARLY_MAKE if item.ref.kind in _EARLY else _MAKE
        case RenameObject():
            return _EARLY_MAKE
        case _:
            return _TABLES


def _connect(
    graph: Graph,
    operations: Sequence[Operation],
    prints: Sequence[Footprint],
    needs: Depends,
    wanted: Depends,
) -> None:
    makers = _index(one.makes for one in prints)
    killers = _index(one.kills for one in prints)
    changers = _index(one.changes for one in prints)
    weighty = _index(
        _NOTHING if _goes_unnoticed(operation) else one.changes
        for operation, one in zip(operations, prints, strict=True)
    )
    numberers = _index(
        one.changes if _changes_identity(operation) else _NOTHING
        for operation, one in zip(operations, prints, strict=True)
    )
    renamers = _index(one.makes if one.kills else _NOTHING for one in prints)
    for number, (operation, one) in enumerate(zip(operations, prints, strict=True)):
        held = one.kills | {ref for ref in one.changes if changers[ref][0] == number}
        last = {ref for ref in one.changes if changers[ref][-1] == number}
        asked = one.makes | (_NOTHING if _only_loses_default(operation) else last)
        for ref in asked:
            for needed in _needed(operation, wanted.get(ref, _NOTHING)):
                # What is renamed takes nothing up: it has all it needs.
                changed = () if one.kills and one.makes else weighty.get(needed, ())
                for other in (*makers.get(needed, ()), *changed):
                    graph.put(other, number)
        for ref in held:
            lets_go = isinstance(operation, AlterObject) and len(changers.get(ref, ())) > 1
            changing = ref in one.kills or lets_go or _loses_expression(operation)
            freed = needs.get(ref, _NOTHING) - wanted.get(ref, _NOTHING)
            for needed in _needed(operation, needs.get(ref, _NOTHING)):
                # Its text is written with the new name, so it comes back before the old one does.
                for other in renamers.get(needed, ()):
                    graph.put(other, number)
                for other in killers.get(needed, ()):
                    graph.put(number, other)
                    # A body takes up again what it needs, also what its text does not tell.
                    for again in makers.get(ref, ()):
                        if other != again:
                            graph.loose.add((other, again))
                for other in weighty.get(needed, ()):
                    if _lets_go(operation, operations[other], changing, needed in freed):
                        graph.put(number, other)
        # What steps around an enum's way back is as it was before.
        for item in operation.objects if isinstance(operation, AlterEnum) else ():
            for other in changers.get(item.ref, ()):
                graph.put(number, other)
        # Beside an identity's own sequence another one of its column is hard to tell from that.
        for owner in _owners(operation, 1):
            for other in (*makers.get(owner, ()), *numberers.get(owner, ())):
                graph.put(other, number)
        for owner in _owners(operation, 0):
            for other in (*killers.get(owner, ()), *numberers.get(owner, ())):
                graph.put(number, other)
    _connect_same(graph, prints, killers, makers, changers)
    _connect_grounds(graph, operations)


def _walls(places: Sequence[int], size: int, *, before: bool = False) -> Iterator[tuple[int, int]]:
    """Yield edges that put some of a sequence before all that follows, and after all before.

    One edge on each side of whatever stands between two of them is enough.
    """
    for wall, following in zip(places, (*places[1:], size)[: len(places)], strict=True):
        yield from ((wall, number) for number in range(wall + 1, min(following + 1, size)))
    if before:
        for previous, wall in zip((-1, *places)[: len(places)], places, strict=True):
            yield from ((number, wall) for number in range(previous + 1, wall))


def _connect_grounds(graph: Graph, operations: Sequence[Operation]) -> None:
    """Let extensions come and move before all else and go after it, and rename namespaces at once.

    What of an extension an index or a constraint needs, its operators, no text tells.
    """
    first, final, spaces = list[int](), list[int](), list[int]()
    for number, operation in enumerate(operations):
        match operation:
            case CreateObject(object=Extension()):
                first.append(number)
            case AlterObject(before=Extension() as had, after=Extension() as has):
                first += [number] if moves(had, has) else []
            case DropObject(object=Extension()):
                final.append(number)
            case RenameObject(before=Ref(kind=Kind.NAMESPACE)):
                spaces.append(number)
            case _:
                pass
    for edge in _walls(spaces, len(operations)):
        graph.put(*edge)
    others = [n for n, one in enumerate(operations) if not _is_ground(one)]
    if first:
        graph.part(first, others)
    if final:
        graph.part(others, final)


def _is_ground(operation: Operation) -> bool:
    """Say whether an operation makes, changes or drops an extension or a namespace."""
    match operation:
        case CreateObject(object=item) | DropObject(object=item) | AlterObject(after=item):
            return isinstance(item, Extension | Namespace)
        case RenameObject(before=ref):
            return ref.kind is Kind.NAMESPACE
        case _:
            return False


def _owners(operation: Operation, side: int) -> frozenset[Ref]:
    """Return what a sequence is owned by, before (0) or after (1) an operation changes it."""
    if not isinstance(operation, AlterObject):
        return _NOTHING
    item = (operation.before, operation.after)[side]
    if not isinstance(item, SequenceObject) or item.owned_by is None:
        return _NOTHING
    return frozenset({item.owned_by, Ref(Kind.TABLE, item.owned_by.name)})


def _prefer(
    graph: Graph,
    operations: Sequence[Operation],
    prints: Sequence[Footprint],
    liked: Depends,
    missed: Depends,
) -> None:
    """Let what a body mentions come first, and go last, where that is possible."""
    makers: dict[Ref, int] = {}
    killers: dict[Ref, int] = {}
    for number, one in enumerate(prints):
        makers.update(dict.fromkeys(one.makes, number))
        killers.update(dict.fromkeys(one.kills, number))
    for number, operation in enumerate(operations):
        if isinstance(operation, DropObject):
            for ref in missed.get(operation.object.ref, _NOTHING):
                if ref in killers and killers[ref] != number:
                    graph.loose.add((number, killers[ref]))
        if isinstance(operation, CreateObject | AlterObject):
            item = operation.object if isinstance(operation, CreateObject) else operation.after
            for ref in liked.get(item.ref, _NOTHING):
                if ref in makers and makers[ref] != number:
                    graph.loose.add((makers[ref], number))


def _only_loses_default(operation: Operation) -> bool:
    """Say whether a column just lets go: what its type is made anew for reaches it from above."""
    match operation:
        case AlterColumn(before=before, after=after):
            return before.default is not None and after == replace(before, default=None)
        case _:
            return False


def _changes_identity(operation: Operation) -> bool:
    """Say whether a column gets an identity or loses it."""
    match operation:
        case AlterColumn(before=before, after=after):
            return (before.identity is None) != (after.identity is None)
        case _:
            return False


def _loses_expression(operation: Operation) -> bool:
    """Say whether a generated column becomes a plain one: it lets go of all that it was made of."""
    match operation:
        case AlterColumn(before=before, after=after):
            return before.generated is not None and after.generated is None
        case _:
            return False


def _lets_go(operation: Operation, change: Operation, changing: bool, freed: bool) -> bool:
    """Say whether an operation has to come before something changes that its object needs."""
    match operation, change:
        case _, AlterObject(before=before, after=after) if before.ref.kind in _ROUTINES:
            # What is replaced, there and back, is nothing to those that call it.
            return (changing or freed) and not can_alter(after, before)
        case DropColumn() | AlterColumn(), AlterObject(before=Domain() as before, after=after):
            # The way back gives the domain conditions, which it takes under no array of it.
            return (changing or freed) and tightens(after, before)
        case DropColumn(), AlterObject(before=CompositeType() as before, after=after):
            return changing and retypes_attributes(before, after)
        case AlterObject(), _:
            return changing or freed
        case _:
            return changing


def _goes_unnoticed(operation: Operation) -> bool:
    """Say whether a change is nothing to those that use what changes.

    Comments and privileges, the owner of a sequence, the place of an extension, and of a table all
    but its parents and whether it is logged, which a publication asks for.
    """
    match operation:
        case AlterTable(before=had_details, after=has_details):
            return _ties(had_details) == _ties(has_details)
        case AlterObject(before=Extension() as had, after=Extension() as has):
            return moves(had, has)
        case AlterObject(before=SequenceObject() as before, after=SequenceObject() as after):
            return not alters_more(replace(before, owned_by=after.owned_by), after)
        case AlterObject(before=was, after=becomes):
            return not alters_more(was, becomes)
        case _:
            return False


def _ties(details: TableDetails) -> tuple[object, ...]:
    return (details.partition_of, details.inherits, details.unlogged)


def _needed(operation: Operation, needs: frozenset[Ref]) -> frozenset[Ref]:
    """Return what counts of an operation's needs: a sequence comes and goes without its owner."""
    match operation:
        case CreateObject(object=SequenceObject()) | DropObject(object=SequenceObject()):
            return frozenset(ref for ref in needs if ref.kind is Kind.NAMESPACE)
        case _:
            return needs


def _connect_same(
    graph: Graph,
    prints: Sequence[Footprint],
    killers: dict[Ref, list[int]],
    makers: dict[Ref, list[int]],
    changers: dict[Ref, list[int]],
) -> None:
    """Let what goes precede what comes under the same name, and changes stand between them."""
    freed: dict[tuple[str, str], list[int]] = {}
    moved: dict[str, list[int]] = {}
    for number, one in enumerate(prints):
        for ref in one.makes if one.kills else ():
            if ref.kind is Kind.TABLE:
                moved.setdefault(ref.name, []).append(number)
    for number, one in enumerate(prints):
        for name in one.names_freed:
            freed.setdefault(name, []).append(number)
    for number, one in enumerate(prints):
        for name in one.names_made:
            for other in freed.get(name, ()):
                graph.put(other, number)
        for ref in one.makes:
            for other in killers.get(ref, ()):
                graph.put(other, number)
        for ref in one.kills | one.changes:
            # What is in a table goes by the table's new name.
            for other in moved.get(ref.name, ()) if ref.part is not None else ():
                graph.put(other, number)
        for ref in one.changes:
            # What is made anew changes before it goes, or when it is back.
            leaving = any(number < other for other in killers.get(ref, ()))
            for other in makers.get(ref, ()):
                if other not in killers.get(ref, ()) and not leaving:
                    graph.put(other, number)
            for other in killers.get(ref, ()):
                if leaving or ref not in makers:
                    graph.put(number, other)


def _index(sets: Iterable[frozenset[Ref]]) -> dict[Ref, list[int]]:
    found: dict[Ref, list[int]] = {}
    for number, refs in enumerate(sets):
        for ref in refs:
            found.setdefault(ref, []).append(number)
    return found
