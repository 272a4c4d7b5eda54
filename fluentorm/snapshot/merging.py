"""Three snapshots to one: what two branches did since the last one that they share.

An object is a column, constraint, index, relation, an attribute of a table, an enum, or a whole
object of another kind. What one branch changed is taken; what both changed differently is a
conflict. Whether two changes fit together in the database is not asked here.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from fluentorm.schema.objects import SchemaModel
from fluentorm.snapshot.codec import render
from fluentorm.snapshot.objects import decode_object, decode_sections
from fluentorm.snapshot.store import Head, Snapshot
from fluentorm.snapshot.tables import decode_enum, decode_table
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

_GONE = object()
_Merge = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The snapshot of both branches, or None and the objects that both changed.

    ``forked`` says that both added migrations: they are not one chain until they are rebased.
    """

    snapshot: Snapshot | None = None
    conflicts: tuple[str, ...] = ()
    forked: bool = False


def merge(base: Snapshot, ours: Snapshot, theirs: Snapshot) -> Merged:
    """Bring what two branches made of a snapshot together."""
    conflicts: list[str] = []
    data = _merged(_data(base.model), _data(ours.model), _data(theirs.model), conflicts)
    head, forked = _head(base.head, ours.head, theirs.head)
    if conflicts:
        return Merged(conflicts=tuple(conflicts), forked=forked)
    snapshot = Snapshot(
        model=_model(data),
        head=head,
        generated_at=max(ours.generated_at, theirs.generated_at),
    )
    return Merged(snapshot=snapshot, forked=forked)


def _head(base: Head, ours: Head, theirs: Head) -> tuple[Head, bool]:
    """Return the head of the merged chain, and whether that is two chains still.

    Its digest is then one that no chain has: nothing is generated on top of it.
    """
    if ours == theirs or theirs == base:
        return ours, False
    if ours == base:
        return theirs, False
    names = [head.migration for head in (ours, theirs) if head.migration is not None]
    both = f"{ours.digest} {theirs.digest}"
    digest = f"merged-{sha256(both.encode()).hexdigest()}"
    return Head(migration=max(names, default=None), digest=digest), True


def _data(model: SchemaModel) -> _Merge:
    found: _Merge = json.loads(f"{{{render(model)}}}")
    for section in found.keys() - {"enums", "tables"}:
        found[section] = {str(decode_object(section, one).ref): one for one in found[section]}
    return found


def _model(data: _Merge) -> SchemaModel:
    sections = {
        name: list(items.values())
        for name, items in data.items()
        if name not in ("enums", "tables") and items
    }
    return SchemaModel(
        enums={name: decode_enum(name, value) for name, value in data["enums"].items()},
        tables={name: decode_table(name, value) for name, value in data["tables"].items()},
        objects=decode_sections(sections),
    )


def _merged(base: _Merge, ours: _Merge, theirs: _Merge, conflicts: list[str]) -> _Merge:
    found: _Merge = {}
    for section in dict.fromkeys((*ours, *theirs)):
        one, two, three = (side.get(section, {}) for side in (base, ours, theirs))
        if section == "tables":
            found[section] = _each(one, two, three, conflicts, str, _table)
        else:
            kind = "enum " if section == "enums" else ""
            found[section] = _each(one, two, three, conflicts, f"{kind}{{}}".format)
    return found


def _table(base: _Merge, ours: _Merge, theirs: _Merge, conflicts: list[str], name: str) -> _Merge:
    """Return what both made of one table, which all three have."""
    found: _Merge = {}
    for key in dict.fromkeys((*ours, *theirs)):
        one, two, three = (side.get(key, _GONE) for side in (base, ours, theirs))
        if key == "source_files":
            found[key] = list(_order(one, two, three))
        elif isinstance(two, list) and isinstance(three, list):
            before = _by_name(one if isinstance(one, list) else ())
            called = f"{name}.{{}}".format
            parts = _each(before, _by_name(two), _by_name(three), conflicts, called)
            found[key] = list(parts.values())
        else:
            value = _one(one, two, three, conflicts, f"{name}, its {key}")
            if value is not _GONE:
                found[key] = value
    return found


def _by_name(items: Iterable[_Merge]) -> _Merge:
    return {item["name"]: item for item in items}


def _each(
    base: Mapping[str, Any],
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    conflicts: list[str],
    called: Callable[[str], str],
    both_changed: Callable[..., Any] | None = None,
) -> _Merge:
    """Return the merged items; ``both_changed`` looks inside those that both sides changed."""
    found: _Merge = {}
    for key in _order(tuple(base), tuple(ours), tuple(theirs), with_gone=True):
        one, two, three = (side.get(key, _GONE) for side in (base, ours, theirs))
        if both_changed is not None and _GONE not in (one, two, three):
            found[key] = both_changed(one, two, three, conflicts, called(key))
            continue
        value = _one(one, two, three, conflicts, called(key))
        if value is not _GONE:
            found[key] = value
    return found


def _one(base: Any, ours: Any, theirs: Any, conflicts: list[str], called: str) -> Any:
    if ours == theirs or theirs == base:
        return ours
    if ours != base:
        conflicts.append(called)
    return theirs


def _order(
    base: Sequence[str],
    ours: Sequence[str],
    theirs: Sequence[str],
    *,
    with_gone: bool = False,
) -> Iterator[str]:
    """Yield our names in our order, each followed by those that theirs has new behind it.

    What one side took away is left out; ``with_gone`` yields it too, to be looked at.
    """
    behind: dict[str | None, list[str]] = {}
    before: str | None = None
    known = {*base, *ours}
    for name in theirs:
        if name in known:
            before = name if name in ours else before
        else:
            behind.setdefault(before, []).append(name)
    gone = set() if with_gone else {name for name in base if name not in theirs}
    yield from behind.get(None, ())
    for name in ours:
        if name not in gone:
            yield name
        yield from behind.get(name, ())
    if with_gone:
        yield from (name for name in theirs if name in base and name not in ours)
