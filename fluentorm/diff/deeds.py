"""What two lists of operations did to each object.

For a person who merged two branches: which objects both touched, and what each did to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never

from fluentorm.diff.apply import apply
from fluentorm.diff.footprint import footprint
from fluentorm.diff.operations import (
    AddColumn,
    AddConstraint,
    AddIndex,
    AlterColumn,
    AlterConstraint,
    AlterEnum,
    AlterIndex,
    AlterObject,
    AlterTable,
    CreateEnum,
    CreateObject,
    CreateTable,
    DropColumn,
    DropConstraint,
    DropEnum,
    DropIndex,
    DropObject,
    DropTable,
    Operation,
    RenameColumn,
    RenameConstraint,
    RenameEnum,
    RenameEnumValue,
    RenameIndex,
    RenameObject,
    RenameTable,
    SetComment,
    SetEnumPrivileges,
)
from fluentorm.schema.dependencies import dependencies
from fluentorm.schema.refs import Kind, Ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fluentorm.schema.objects import Column, SchemaModel

_COMMENTED = {
    "column": Kind.COLUMN,
    "constraint": Kind.CONSTRAINT,
    "index": Kind.INDEX,
}


class Deed(NamedTuple):
    """What was done to one object: ``made it NOT NULL``. ``whole``: to all that is in it too."""

    ref: Ref
    text: str
    whole: bool = False


class Clash(NamedTuple):
    """An object that both sides touched, and what each of them did."""

    ref: Ref
    ours: tuple[str, ...]
    theirs: tuple[str, ...]

    @property
    def subject(self) -> str:
        """The object's name as a person writes it: ``users``, ``users.email``."""
        if self.ref.kind in (Kind.TABLE, Kind.COLUMN):
            return f"{self.ref.name}.{self.ref.part}" if self.ref.part else self.ref.name
        return str(self.ref)


def clashes(
    ours: Sequence[Operation], theirs: Sequence[Operation], base: SchemaModel
) -> tuple[Clash, ...]:
    """Return the objects that both sides touched, in the order of what was done to them here.

    ``base`` is what both started from. An object that one side took away or renamed, and that
    something new of the other stands on, counts too. Raises DiffError for operations that do not
    belong to ``base``.
    """
    mine = [*_deeds(ours), *_standing(ours, theirs, base)]
    others = [*_deeds(theirs), *_standing(theirs, ours, base)]
    refs = dict.fromkeys([*_touched(mine, others), *_touched(others, mine)])
    return tuple(
        Clash(
            ref,
            _done_to(ref, mine) or _done_around(ref, mine),
            _done_to(ref, others) or _done_around(ref, others),
        )
        for ref in refs
    )


def _standing(
    side: Sequence[Operation], other: Sequence[Operation], base: SchemaModel
) -> Iterator[Deed]:
    """Yield what one side made on what the other took away or renamed."""
    gone = frozenset(ref for operation in other for ref in footprint(operation).kills)
    if not gone:
        return
    needs = dependencies(apply(side, base))
    for operation in side:
        for made in sorted(footprint(operation).makes):
            for ref in sorted(needs.get(made, frozenset()) & gone):
                yield Deed(ref, f"made {made} on it")


def _touched(deeds: Iterable[Deed], others: Sequence[Deed]) -> Iterator[Ref]:
    """Yield what is done to objects that the others touched too, itself or what they are in."""
    refs = {other.ref for other in others}
    wholes = {other.ref.name for other in others if other.whole}
    for deed in deeds:
        if deed.ref in refs or deed.ref.name in wholes:
            yield deed.ref


def _done_to(ref: Ref, deeds: Iterable[Deed]) -> tuple[str, ...]:
    return tuple(deed.text for deed in deeds if deed.ref == ref)


def _done_around(ref: Ref, deeds: Iterable[Deed]) -> tuple[str, ...]:
    return tuple(f"{d.text} (all of {d.ref})" for d in deeds if d.whole and d.ref.name == ref.name)


def _deeds(operations: Iterable[Operation]) -> Iterator[Deed]:
    for operation in operations:
        yield from _of(operation)


def _of(operation: Operation) -> Iterator[Deed]:
    match operation:
        case CreateTable(table=table):
            yield Deed(Ref(Kind.TABLE, table.name), "created it", whole=True)
        case DropTable(table=table):
            yield Deed(Ref(Kind.TABLE, table.name), "dropped it", whole=True)
        case RenameTable(before=before, after=after):
            yield Deed(Ref(Kind.TABLE, before), f'renamed it to "{after}"', whole=True)
        case AlterTable(table=name):
            yield Deed(Ref(Kind.TABLE, name), "changed its options")
        case SetComment(kind=kind, table=table_name, name=name):
            part = name if kind in _COMMENTED else None
            found = _COMMENTED.get(kind, Kind.ENUM if kind == "enum" else Kind.TABLE)
            yield Deed(Ref(found, table_name, part), "changed its comment")
        case AddColumn(table=name, column=column):
            yield Deed(Ref(Kind.COLUMN, name, column.name), "added it")
        case DropColumn(table=name, column=column):
            yield Deed(Ref(Kind.COLUMN, name, column.name), "dropped it")
        case RenameColumn(table=name, before=before, after=after):
            yield Deed(Ref(Kind.COLUMN, name, before), f'renamed it to "{after}"')
            yield Deed(Ref(Kind.COLUMN, name, after), f'renamed "{before}" to it')
        case AlterColumn(table=name, before=was, after=column):
            yield Deed(Ref(Kind.COLUMN, name, column.name), " and ".join(_altered(was, column)))
        case _:
            yield from _of_parts(operation)


def _of_parts(operation: Operation) -> Iterator[Deed]:
    match operation:
        case AddConstraint(table=name, constraint=constraint):
            yield Deed(Ref(Kind.CONSTRAINT, name, constraint.name), "added it")
        case DropConstraint(table=name, constraint=constraint):
            yield Deed(Ref(Kind.CONSTRAINT, name, constraint.name), "dropped it")
        case AlterConstraint(table=name, after=constraint):
            yield Deed(Ref(Kind.CONSTRAINT, name, constraint.name), "changed it")
        case RenameConstraint(table=name, before=before, after=after):
            yield Deed(Ref(Kind.CONSTRAINT, name, before), f'renamed it to "{after}"')
        case AddIndex(table=name, index=index):
            yield Deed(Ref(Kind.INDEX, name, index.name), "added it")
        case DropIndex(table=name, index=index):
            yield Deed(Ref(Kind.INDEX, name, index.name), "dropped it")
        case AlterIndex(table=name, after=index):
            yield Deed(Ref(Kind.INDEX, name, index.name), "changed it")
        case RenameIndex(table=name, before=before, after=after):
            yield Deed(Ref(Kind.INDEX, name, before), f'renamed it to "{after}"')
        case CreateEnum(enum=enum):
            yield Deed(Ref(Kind.ENUM, enum.name), "created it")
        case DropEnum(enum=enum):
            yield Deed(Ref(Kind.ENUM, enum.name), "dropped it")
        case RenameEnum(before=before, after=after):
            yield Deed(Ref(Kind.ENUM, before), f'renamed it to "{after}"')
        case RenameEnumValue(enum=name, before=before, after=after):
            yield Deed(Ref(Kind.ENUM, name), f"renamed its value '{before}' to '{after}'")
        case AlterEnum(after=enum):
            yield Deed(Ref(Kind.ENUM, enum.name), f"made its values {', '.join(enum.values)}")
        case SetEnumPrivileges(enum=name):
            yield Deed(Ref(Kind.ENUM, name), "changed its privileges")
        case CreateObject(object=item):
            yield Deed(item.ref, "created it")
        case DropObject(object=item):
            yield Deed(item.ref, "dropped it")
        case AlterObject(after=item):
            yield Deed(item.ref, "changed it")
        case RenameObject(before=ref, after=other):
            yield Deed(ref, f'renamed it to "{other.part or other.name}"')
        case (
            CreateTable()
            | DropTable()
            | RenameTable()
            | AlterTable()
            | SetComment()
            | AddColumn()
            | DropColumn()
            | RenameColumn()
            | AlterColumn()
        ):  # pragma: no cover - those of ``_of``
            return
        case _:
            assert_never(operation)


def _altered(was: Column, now: Column) -> Iterator[str]:
    told = False
    if was.nullable != now.nullable:
        told = True
        yield "made it nullable" if now.nullable else "made it NOT NULL"
    if was.type != now.type:
        told = True
        yield f"made its type {now.type}"
    if was.default != now.default:
        told = True
        yield "dropped its default" if now.default is None else f"made its default {now.default}"
    if not told:
        yield "changed it"
