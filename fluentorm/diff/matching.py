"""Which constraints and indexes of a table are the same before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from fluentorm.diff.alterable_parts import can_alter_part
from fluentorm.diff.delta import Matching
from fluentorm.schema.objects import (
    Constraint,
    Index,
)

_Item = TypeVar("_Item", Constraint, Index)


def match(moved: Mapping[str, _Item], new: Mapping[str, _Item]) -> Matching[_Item]:
    """Match by name and definition first, then by declared rename, then by definition."""
    kept = [
        (item, new[name]) for name, item in moved.items() if name in new and _same(item, new[name])
    ]
    altered = [
        (item, new[name])
        for name, item in moved.items()
        if name in new and can_alter_part(item, new[name]) and not _same(item, new[name])
    ]
    same = {item.name for item, _ in kept + altered}
    gone = {name: item for name, item in moved.items() if name not in same}
    alike: dict[_Item, list[str]] = {}
    for name, item in gone.items():
        alike.setdefault(_definition(item), []).append(name)
    added = []
    arrived = [item for name, item in new.items() if name not in same]
    for item in sorted(arrived, key=lambda item: item.renamed_from not in gone):
        names = alike.get(_definition(item))
        if not names:
            added.append(item)
            continue
        before = item.renamed_from if item.renamed_from in names else names[0]
        names.remove(before)
        kept.append((gone.pop(before), item))
    position = {name: number for number, name in enumerate(new)}
    added.sort(key=lambda item: position[item.name])
    return Matching(
        kept=tuple(kept), altered=tuple(altered), dropped=tuple(gone.values()), added=tuple(added)
    )


def _definition(item: _Item) -> _Item:
    return replace(item, name="", comment=None)


def _same(item: _Item, other: _Item) -> bool:
    """Say whether two items differ in name and comment at most."""
    return item == other or _definition(item) == _definition(other)
