"""Renames that the author declared, turned into operations.

The grammar of ``renamed_from``: it applies when the old snapshot has the old name and not the new
one. Once the rename is done the snapshot no longer has the old name, and the declaration may stay
in the file for ever. When it would apply but the old name is still declared, or two things claim
it, the author must decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from fluentorm.diff.operations import (
    Operation,
    RenameColumn,
    RenameEnum,
    RenameEnumValue,
    RenameObject,
    RenameTable,
)
from fluentorm.diff.uses import enum_of, is_named_after
from fluentorm.errors import Place, Problem
from fluentorm.schema.lazy import differing
from fluentorm.schema.names import usual_multirange
from fluentorm.schema.objects import Enum, SchemaModel, Table
from fluentorm.schema.qualified import PUBLIC, bare_name, moved_key, namespace_of, sibling
from fluentorm.schema.refs import Kind, Ref
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from fluentorm.schema.database_objects import DatabaseObject


class _Renamable(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def renamed_from(self) -> str | None: ...
    @property
    def origin(self) -> Place | None: ...


_Named = TypeVar("_Named", bound=_Renamable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """The declared renames that apply.

    ``tables`` maps new names to old ones; ``problems`` are the declarations that cannot apply.
    """

    tables: Mapping[str, str] = field(default_factory=dict)
    operations: tuple[Operation, ...] = ()
    problems: tuple[Problem, ...] = ()


def declared_renames(old: SchemaModel, new: SchemaModel) -> Declared:
    """Return what was declared as renamed between two models, in the order of the new one."""
    problems: list[Problem] = []
    spaces, origins = _namespaces(old, new, problems)
    if spaces:
        from fluentorm.diff.apply import renamed

        old = renamed(spaces, old)
    enums = _applying("enum", "", old.enums, new.enums, problems)
    # A table whose text is the same was there before under its name, and so was all in it.
    names = [name for name in differing(old.tables, new.tables) if name in new.tables]
    tables = _applying("table", "", old.tables, new.tables, problems, names)
    columns: dict[str, dict[str, str]] = {}
    for table in (new.tables[name] for name in names):
        before = tables.get(table.name, table.name)
        if before in old.tables:
            columns[table.name] = _within(old.tables[before], table, problems)
            enums |= _following(old, new, table, before, columns[table.name], enums)
    operations: list[Operation] = [*spaces]
    operations += [RenameEnum(before=before, after=after) for after, before in enums.items()]
    for enum in new.enums.values():
        earlier = old.enums.get(enums.get(enum.name, enum.name))
        if earlier is not None:
            operations += _values(earlier, enum, problems)
    for name in names:
        if name in tables:
            operations.append(RenameTable(before=tables[name], after=name))
        operations += (
            RenameColumn(table=name, before=before, after=after)
            for after, before in columns.get(name, {}).items()
        )
    operations += _objects(old, new, tables, problems)
    stays = {name: origin for name, origin in origins.items() if name in new.tables}
    tables = {**stays, **{name: origins.get(before, before) for name, before in tables.items()}}
    return Declared(tables=tables, operations=tuple(operations), problems=tuple(problems))


def _namespaces(
    old: SchemaModel, new: SchemaModel, problems: list[Problem]
) -> tuple[list[Operation], dict[str, str]]:
    """Return the renames of namespaces, and the tables in them: new keys to old ones."""

    def named(model: SchemaModel) -> dict[str, Any]:
        return {ref.name: o for ref, o in model.objects.items() if ref.kind is Kind.NAMESPACE}

    found = _applying("namespace", "", named(old), named(new), problems)
    operations: list[Operation] = [
        RenameObject(before=Ref(Kind.NAMESPACE, before), after=Ref(Kind.NAMESPACE, after))
        for after, before in found.items()
    ]
    origins = {
        moved_key(key, before, after): key
        for after, before in found.items()
        for key in old.tables
        if namespace_of(key) == before
    }
    return operations, origins


def _objects(
    old: SchemaModel, new: SchemaModel, tables: Mapping[str, str], problems: list[Problem]
) -> Iterator[Operation]:
    """Yield the declared renames of other objects; parts of a table are looked for in its old one.

    The old name may be a key, or a bare name in the namespace of the new one or in public.
    Of routines it is the one with the same arguments.
    """
    claimed: dict[Ref, Ref] = {}
    for ref, item in new.objects.items():
        before = getattr(item, "renamed_from", None)
        if before is None or ref in old.objects or ref.kind is Kind.NAMESPACE:
            continue
        earlier = _earlier(ref, before, tables, old.objects)
        if earlier not in old.objects:
            continue
        subject = str(ref)
        origin = item.origin
        if earlier in new.objects:
            problems.append(_both(subject, ref.kind.value, before, origin))
        elif earlier in claimed:
            problems.append(_twice(subject, ref.kind.value, before, str(claimed[earlier]), origin))
        else:
            claimed[earlier] = ref
            moved = _moved(earlier, ref, old.objects[earlier], tables)
            if moved != ref:
                multirange = _multiranges(old.objects[earlier], item)
                yield RenameObject(before=moved, after=ref, multirange=multirange)


def _moved(earlier: Ref, ref: Ref, item: DatabaseObject, tables: Mapping[str, str]) -> Ref:
    """Return what an object is called when the tables are renamed, and it is not yet.

    Parts of a table go by its new name, and a sequence moves with the table of its column.
    """
    if ref.part is not None:
        return replace(earlier, name=ref.name)
    owner: Ref | None = getattr(item, "owned_by", None)
    after = next((n for n, b in tables.items() if owner is not None and b == owner.name), None)
    if after is None:
        return earlier
    return replace(earlier, name=sibling(after, bare_name(earlier.name)))


def _multiranges(before: DatabaseObject, after: DatabaseObject) -> tuple[str, str] | None:
    """Return the keys of a range's multirange type, where it gets another one."""
    pair = [
        getattr(item, "multirange", None) or usual_multirange(item.name)
        for item in (before, after)
        if item.ref.kind is Kind.RANGE
    ]
    return (pair[0], pair[1]) if pair and pair[0] != pair[1] else None


def _earlier(
    ref: Ref, before: str, tables: Mapping[str, str], old: Mapping[Ref, DatabaseObject]
) -> Ref:
    if ref.part is not None:
        return Ref(ref.kind, tables.get(ref.name, ref.name), before)
    name, bracket, signature = ref.name.partition("(")
    keys = [before] if namespace_of(before) != PUBLIC else [sibling(name, before), before]
    found = [Ref(ref.kind, f"{key}{bracket}{signature}") for key in keys]
    return next((one for one in found if one in old), found[0])


def _following(
    old: SchemaModel,
    new: SchemaModel,
    table: Table,
    old_table: str,
    columns: Mapping[str, str],
    enums: Mapping[str, str],
) -> dict[str, str]:
    """Return the enums that go by the name of their column, where that or its table is renamed.

    Shaped like ``enums``, the renames that were declared: new names to old ones.
    """
    found: dict[str, str] = {}
    for column in table.columns.values():
        kind = enum_of(column.type)
        if kind not in new.enums or kind in old.enums or kind in enums:
            continue
        earlier = old.tables[old_table].columns.get(columns.get(column.name, column.name))
        if earlier is None or not is_named_after(column, table.name):
            continue
        before = enum_of(earlier.type)
        is_own = is_named_after(earlier, old_table) and before in old.enums
        if is_own and before not in new.enums and before not in enums.values():
            found[kind] = before
    return found


def _within(old: Table, new: Table, problems: list[Problem]) -> dict[str, str]:
    """Return a table's renamed columns, new to old; check what is declared on the rest of it."""
    owner = f' of table "{new.name}"'
    columns = _applying("column", owner, old.columns, new.columns, problems)
    # Constraints and indexes that only changed their name are found by what they are.
    _applying("constraint", owner, old.constraints, new.constraints, problems)
    _applying("index", owner, old.indexes, new.indexes, problems)
    return columns


def _applying(
    kind: str,
    owner: str,
    old: Mapping[str, _Named],
    new: Mapping[str, _Named],
    problems: list[Problem],
    among: Iterable[str] | None = None,
) -> dict[str, str]:
    """Return the new names (``among`` these) and the old ones that they take the place of."""
    found: dict[str, str] = {}
    claimed: dict[str, str] = {}
    for name in new if among is None else among:
        item = new[name]
        before = item.renamed_from
        if before is None or before not in old or name in old:
            continue
        subject = f'{kind} "{name}"{owner}'
        if before in new:
            problems.append(_both(subject, kind, before, item.origin))
        elif before in claimed:
            problems.append(_twice(subject, kind, before, claimed[before], item.origin))
        else:
            claimed[before] = name
            found[name] = before
    return found


def _values(old: Enum, new: Enum, problems: list[Problem]) -> Iterator[Operation]:
    """Return the renames of an enum's values."""
    claimed: dict[str, str] = {}
    for after, before in new.renamed_values:
        if before not in old.values or after in old.values or after not in new.values:
            continue
        subject = f'value "{after}" of enum "{new.name}"'
        if before in new.values:
            problems.append(_both(subject, "value", before, new.origin))
        elif before in claimed:
            problems.append(_twice(subject, "value", before, claimed[before], new.origin))
        else:
            claimed[before] = after
            yield RenameEnumValue(enum=new.name, before=before, after=after)


def _both(subject: str, kind: str, before: str, place: Place | None) -> Problem:
    return Problem(
        f'{subject} is renamed from "{before}", but {kind} "{before}" still exists',
        place,
        f'remove {kind} "{before}" if it was renamed, or the declaration of the rename if not; '
        "for a chain of renames generate after each",
    )


def _twice(subject: str, kind: str, before: str, other: str, place: Place | None) -> Problem:
    return Problem(
        f'{subject} is renamed from "{before}", and so is {kind} "{other}"',
        place,
        f'let only one of them be renamed from "{before}"',
    )
