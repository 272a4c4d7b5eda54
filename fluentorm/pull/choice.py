"""Which objects of a database are pulled: those that patterns name, and what these need.

What is pulled must make sense without the rest, so an object brings what it needs with it, and what
needs an excluded object is left out too. A foreign key is no such need: it goes where the table
that it refers to does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.pull.attached import attached_table
from fluentorm.schema.dependencies import dependencies
from fluentorm.schema.objects import EMPTY, ForeignKey
from fluentorm.schema.patterns import any_matches
from fluentorm.schema.qualified import PUBLIC, namespace_of
from fluentorm.schema.refs import Kind, Ref
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from fluentorm.schema.objects import Constraint, SchemaModel, Table
    from fluentorm.schema.patterns import Pattern

_PARTS = frozenset({Kind.COLUMN, Kind.CONSTRAINT, Kind.INDEX})
_WITHOUT_NAMESPACE = frozenset(
    {Kind.EXTENSION, Kind.EVENT_TRIGGER, Kind.PUBLICATION, Kind.DEFAULT_PRIVILEGES}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is pulled, and a line for everything that was left out without being asked for."""

    model: SchemaModel = EMPTY
    notes: tuple[str, ...] = ()


def chosen(
    model: SchemaModel,
    *,
    include: Collection[Pattern] = (),
    exclude: Collection[Pattern] = (),
    namespaces: Collection[str] = (),
) -> Choice:
    """Return the part of a model that the patterns and namespaces mean; all where there is none."""
    everything = _all_refs(model)
    needs = _needs(model, everything)
    wanted = {ref for ref in everything if _is_named(ref, include, namespaces)}
    if include or namespaces:
        wanted = _with_needs(wanted, needs, model)
    unwanted = {ref for ref in everything if any_matches(exclude, ref)}
    stranded = _stranded(wanted - unwanted, unwanted, needs)
    kept = wanted - unwanted - stranded
    notes = [f"{ref} is left out: it needs what is excluded" for ref in sorted(stranded)]
    part, more = _part(model, kept)
    return Choice(model=part, notes=(*notes, *more))


def _all_refs(model: SchemaModel) -> set[Ref]:
    tables = {Ref(Kind.TABLE, name) for name in model.tables}
    enums = {Ref(Kind.ENUM, name) for name in model.enums}
    return {*tables, *enums, *model.objects}


def _is_named(ref: Ref, include: Collection[Pattern], namespaces: Collection[str]) -> bool:
    if include and not any_matches(include, ref):
        return False
    return not namespaces or _namespace(ref) in namespaces


def _namespace(ref: Ref) -> str | None:
    if ref.kind is Kind.NAMESPACE:
        return ref.name
    return None if ref.kind in _WITHOUT_NAMESPACE else namespace_of(ref.name.partition("(")[0])


def _needs(model: SchemaModel, everything: set[Ref]) -> dict[Ref, set[Ref]]:
    """Return what each object needs, that of its parts included."""
    found: dict[Ref, set[Ref]] = {ref: set() for ref in everything}
    for ref, others in dependencies(model).items():
        if _is_foreign_key(ref, model):
            continue
        for owner in _owners(ref, everything):
            found[owner] |= {target for other in others for target in _owners(other, everything)}
    for name, table in model.tables.items():
        parents = (*table.details.inherits, table.details.partition_of)
        refs = {Ref(Kind.TABLE, parent) for parent in parents if parent is not None}
        found[Ref(Kind.TABLE, name)] |= refs & everything
    for ref in everything:
        namespace = Ref(Kind.NAMESPACE, _namespace(ref) or PUBLIC)
        found[ref] |= {namespace} & everything
        found[ref].discard(ref)
    return found


def _is_foreign_key(ref: Ref, model: SchemaModel) -> bool:
    table = model.tables.get(ref.name) if ref.kind is Kind.CONSTRAINT else None
    return table is not None and isinstance(table.constraints.get(ref.part or ""), ForeignKey)


def _owners(ref: Ref, everything: set[Ref]) -> Iterator[Ref]:
    """Yield the whole object that a reference is to, or to a part of."""
    kinds = (Kind.TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW) if ref.kind in _PARTS else (ref.kind,)
    for kind in kinds:
        whole = Ref(kind, ref.name) if ref.kind in _PARTS else ref
        if whole in everything:
            yield whole


def _with_needs(wanted: set[Ref], needs: dict[Ref, set[Ref]], model: SchemaModel) -> set[Ref]:
    """Return the wanted objects with all that they need and all that hangs on them."""
    found: set[Ref] = set()
    waiting = list(wanted)
    hanging = _hanging(model)
    while waiting:
        ref = waiting.pop()
        if ref not in found:
            found.add(ref)
            waiting += needs.get(ref, ())
            waiting += hanging.get(ref.name, ()) if ref.part is None else ()
    return found


def _hanging(model: SchemaModel) -> dict[str, list[Ref]]:
    """Return what belongs to each relation: triggers, policies, and the sequences of columns."""
    found: dict[str, list[Ref]] = {}
    for ref, item in model.objects.items():
        owner = getattr(item, "owned_by", None)
        relation = attached_table(item) or (owner.name if owner is not None else None)
        if relation is not None:
            found.setdefault(relation, []).append(ref)
    for name, table in model.tables.items():
        if table.details.partition_of is not None:
            found.setdefault(table.details.partition_of, []).append(Ref(Kind.TABLE, name))
    return found


def _stranded(kept: set[Ref], gone: set[Ref], needs: dict[Ref, set[Ref]]) -> set[Ref]:
    """Return what is kept but needs something that is gone, also through others."""
    users: dict[Ref, list[Ref]] = {}
    for ref in kept:
        for other in needs[ref]:
            users.setdefault(other, []).append(ref)
    found: set[Ref] = set()
    waiting = list(gone)
    while waiting:
        for user in users.get(waiting.pop(), ()):
            if user not in found:
                found.add(user)
                waiting.append(user)
    return found


def _part(model: SchemaModel, kept: set[Ref]) -> tuple[SchemaModel, list[str]]:
    notes: list[str] = []
    tables = {
        name: _table(table, kept, notes)
        for name, table in model.tables.items()
        if Ref(Kind.TABLE, name) in kept
    }
    enums = {name: e for name, e in model.enums.items() if Ref(Kind.ENUM, name) in kept}
    objects = {ref: item for ref, item in model.objects.items() if ref in kept}
    return replace(model, tables=tables, enums=enums, objects=objects), notes


def _table(table: Table, kept: set[Ref], notes: list[str]) -> Table:
    lost = [key for key in table.foreign_keys if Ref(Kind.TABLE, key.references_table) not in kept]
    notes += [
        f'foreign key "{key.name}" of table "{table.name}" is left out: '
        f'table "{key.references_table}" is not pulled'
        for key in lost
    ]
    if not lost:
        return table
    return replace(table, constraints=_without(table, lost))


def _without(table: Table, lost: Iterable[ForeignKey]) -> dict[str, Constraint]:
    gone = {key.name for key in lost}
    return {name: item for name, item in table.constraints.items() if name not in gone}
