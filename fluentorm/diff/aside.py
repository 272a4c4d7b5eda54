"""Objects whose texts follow a declared rename: they step aside for it.

PostgreSQL lets views, rules, policies and the like follow a rename by themselves, but their texts
in the schema files are written anew by the author, and each text is right on one side of the
rename only. So an object whose text changes with a name that it mentions is dropped before the
rename and made after it, which is right on the way there and on the way back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fluentorm.diff.operations import (
    DropObject,
    Operation,
    RenameColumn,
    RenameEnum,
    RenameObject,
    RenameTable,
)
from fluentorm.schema.dependencies import dependencies, dependents_of, texts_of
from fluentorm.schema.objects import SchemaModel
from fluentorm.schema.qualified import bare_name
from fluentorm.schema.refs import Kind, Ref
from fluentorm.schema.tokens import mentioned

# What holds no data and nothing of a table stands on.
_MOVABLE = frozenset({Kind.VIEW, Kind.MATERIALIZED_VIEW, Kind.RULE, Kind.POLICY, Kind.TRIGGER})


def step_aside(
    renames: Iterable[Operation], old: SchemaModel, moved: SchemaModel, new: SchemaModel
) -> tuple[tuple[Operation, ...], SchemaModel]:
    """Return the drops before the renames, and the old model without what they drop.

    ``moved`` is the old model after the renames: what followed them by itself stays.
    """
    names = {name for rename in renames for name in _old_names(rename)}
    if not old.objects or not names:
        return (), old
    start = [
        ref
        for ref, (after, item) in zip(old.objects, moved.objects.items(), strict=True)
        if ref.kind in _MOVABLE
        and (ref.part or ref.name) == (after.part or after.name)  # not renamed itself
        and after in new.objects
        and new.objects[after] != item
        and not names.isdisjoint(mentioned(" ".join(texts_of(item))))
    ]
    order = _with_dependents(start, old) if start else []
    if not order:
        return (), old
    gone = set(order)
    drops = tuple(DropObject(object=old.objects[ref]) for ref in order)
    objects = {ref: item for ref, item in old.objects.items() if ref not in gone}
    return drops, replace(old, objects=objects)


def _old_names(rename: Operation) -> tuple[str, ...]:
    match rename:
        case RenameColumn(before=before):
            return (before,)
        case RenameTable(before=before) | RenameEnum(before=before):
            return (bare_name(before),)
        case RenameObject(before=ref):
            return (ref.part or bare_name(ref.name.partition("(")[0]),)
        case _:
            return ()


def _with_dependents(start: Iterable[Ref], old: SchemaModel) -> list[Ref]:
    """Return objects with all that stands on them, first what stands on others.

    Nothing where a table stands on one: that cannot step aside as a whole.
    """
    above = dependents_of(dependencies(old))
    found: list[Ref] = []
    seen: set[Ref] = set()

    def visit(ref: Ref) -> bool:
        if ref in seen:
            return True
        seen.add(ref)
        if ref.kind not in _MOVABLE or ref not in old.objects:
            return False
        for one in sorted(above.get(ref, ()), key=_sort_key):
            if not visit(one):
                return False
        found.append(ref)
        return True

    return found if all(visit(ref) for ref in start) else []


def _sort_key(ref: Ref) -> tuple[str, str, str]:
    return (ref.kind.value, ref.name, ref.part or "")
