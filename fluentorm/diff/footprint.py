"""What each operation makes, takes away and changes: the facts that an order is found from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.diff.inheritance import parents
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
    SetEnumPrivileges,
)
from fluentorm.diff.uses import has_index
from fluentorm.schema.names import postgres_name
from fluentorm.schema.objects import Column, Constraint, ForeignKey, Table
from fluentorm.schema.qualified import bare_name, sibling
from fluentorm.schema.refs import TYPES, Kind, Ref
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from fluentorm.schema.database_objects import DatabaseObject

# Which names may not be there twice: relations share one space, types another (pg_class, pg_type);
# what is a relation with a row type is in both.
_RELATIONS = frozenset({Kind.TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW, Kind.SEQUENCE})
_NO_REFS: frozenset[Ref] = frozenset()
_ROUTINES = frozenset({Kind.FUNCTION, Kind.PROCEDURE, Kind.AGGREGATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """The references that an operation makes, takes away, and changes under what depends on them.

    ``names_made`` and ``names_freed`` are what no two objects may have at a time.
    """

    makes: frozenset[Ref] = frozenset()
    kills: frozenset[Ref] = frozenset()
    changes: frozenset[Ref] = frozenset()
    names_made: frozenset[tuple[str, str]] = frozenset()
    names_freed: frozenset[tuple[str, str]] = frozenset()


def footprint(operation: Operation) -> Footprint:
    """Return the facts about one operation."""
    match operation:
        case CreateTable(table=table):
            return _made(_table_refs(table), _table_names(table))
        case DropTable(table=table):
            return _killed(_table_refs(table), _table_names(table))
        case CreateObject(object=item):
            return _made([item.ref], _names(item))
        case DropObject(object=item):
            return _killed([item.ref], _names(item))
        case AlterObject(after=item):
            return Footprint(changes=frozenset({item.ref}))
        case CreateEnum(enum=enum):
            return _made([Ref(Kind.ENUM, enum.name)], [("type", enum.name)])
        case DropEnum(enum=enum):
            return _killed([Ref(Kind.ENUM, enum.name)], [("type", enum.name)])
        case AlterEnum(after=enum, uses=uses, generated=made, defaults=defaults):
            touched = (*uses, *made, *defaults, *operation.through)
            columns = {Ref(Kind.COLUMN, use.table, use.column.name) for use in touched}
            types = {item.ref for item in operation.objects if item.ref.kind in TYPES}
            return Footprint(changes=frozenset({Ref(Kind.ENUM, enum.name), *columns, *types}))
        case AddColumn(table=name, column=column):
            return _made([Ref(Kind.COLUMN, name, column.name)], _sequence_names(name, column))
        case DropColumn(table=name, column=column):
            return _killed([Ref(Kind.COLUMN, name, column.name)], _sequence_names(name, column))
        case AlterColumn(table=name, before=was, after=column, sequence=sequence):
            had, has = _sequence_names(name, was), _sequence_names(name, column)
            own = frozenset(() if sequence is None else (sequence.ref,))
            if sequence is not None:
                (has if column.identity is None else had).append(("relation", sequence.name))
            return Footprint(
                makes=own if column.identity is None else _NO_REFS,
                kills=_NO_REFS if column.identity is None else own,
                changes=frozenset({Ref(Kind.COLUMN, name, column.name)}),
                names_made=frozenset(has) - frozenset(had),
                names_freed=frozenset(had) - frozenset(has),
            )
        case AddConstraint(table=name, constraint=key):
            return _made([Ref(Kind.CONSTRAINT, name, key.name)], _constraint_names(name, key))
        case DropConstraint(table=name, constraint=key):
            return _killed([Ref(Kind.CONSTRAINT, name, key.name)], _constraint_names(name, key))
        case AddIndex(table=name, index=index):
            return _made([Ref(Kind.INDEX, name, index.name)], [_relation(name, index.name)])
        case DropIndex(table=name, index=index):
            return _killed([Ref(Kind.INDEX, name, index.name)], [_relation(name, index.name)])
        case AlterConstraint(table=name, after=key):
            return Footprint(changes=frozenset({Ref(Kind.CONSTRAINT, name, key.name)}))
        case AlterIndex(table=name, after=index):
            return Footprint(changes=frozenset({Ref(Kind.INDEX, name, index.name)}))
        case AlterTable(table=name):
            return Footprint(changes=frozenset({Ref(Kind.TABLE, name)}))
        case _:
            return _of_a_rename(operation)


def subjects(operation: Operation) -> frozenset[str]:
    """Return the keys of the tables and enums that an operation on tables touches."""
    match operation:
        case CreateTable(table=table) | DropTable(table=table):
            above = parents(table)
            return frozenset({table.name, *above})
        case AlterTable(table=name, before=had, after=has) if (had.partition_of, had.bound) != (
            has.partition_of,
            has.bound,
        ):
            return frozenset(filter(None, (name, had.partition_of, has.partition_of)))
        case RenameTable(before=before, after=after) | RenameEnum(before=before, after=after):
            return frozenset({before, after})
        case CreateEnum(enum=enum) | DropEnum(enum=enum):
            return frozenset({enum.name})
        case AlterEnum(after=enum, uses=uses, dependents=dependents, defaults=defaults):
            tables = (use.table for use in (*uses, *defaults, *operation.through))
            return frozenset({enum.name, *tables, *(one.table for one in dependents)})
        case RenameEnumValue(enum=name) | SetEnumPrivileges(enum=name):
            return frozenset({name})
        case CreateObject() | DropObject() | AlterObject() | RenameObject():
            return frozenset()
        case AddConstraint(table=name, constraint=ForeignKey(references_table=target)):
            return frozenset({name, target})
        case DropConstraint(table=name, constraint=ForeignKey(references_table=target)):
            return frozenset({name, target})
        case _:
            return frozenset({operation.table})


def _of_a_rename(operation: Operation) -> Footprint:
    match operation:
        case RenameTable(before=before, after=after):
            ref, other = Ref(Kind.TABLE, before), Ref(Kind.TABLE, after)
            return _moved(ref, other, _ref_names(other), _ref_names(ref))
        case RenameEnum(before=before, after=after):
            ref, other = Ref(Kind.ENUM, before), Ref(Kind.ENUM, after)
            return _moved(ref, other, _ref_names(other), _ref_names(ref))
        case RenameColumn(table=name, before=before, after=after):
            return _moved(Ref(Kind.COLUMN, name, before), Ref(Kind.COLUMN, name, after))
        case RenameConstraint(table=name, before=before, after=after):
            return _moved(Ref(Kind.CONSTRAINT, name, before), Ref(Kind.CONSTRAINT, name, after))
        case RenameIndex(table=name, before=before, after=after):
            return _moved(Ref(Kind.INDEX, name, before), Ref(Kind.INDEX, name, after))
        case RenameObject(before=ref, after=other):
            return _moved(ref, other, _ref_names(other), _ref_names(ref))
        case _:
            return Footprint()


def _made(refs: list[Ref], names: list[tuple[str, str]] | None = None) -> Footprint:
    return Footprint(makes=frozenset(refs), names_made=frozenset(names or ()))


def _killed(refs: list[Ref], names: list[tuple[str, str]] | None = None) -> Footprint:
    return Footprint(kills=frozenset(refs), names_freed=frozenset(names or ()))


def _moved(
    before: Ref,
    after: Ref,
    made: tuple[tuple[str, str], ...] = (),
    freed: tuple[tuple[str, str], ...] = (),
) -> Footprint:
    return Footprint(
        makes=frozenset({after}),
        kills=frozenset({before}),
        names_made=frozenset(made),
        names_freed=frozenset(freed),
    )


def _table_refs(table: Table) -> list[Ref]:
    keys = (c for c in table.constraints.values() if not isinstance(c, ForeignKey))
    return [
        Ref(Kind.TABLE, table.name),
        *(Ref(Kind.COLUMN, table.name, column) for column in table.columns),
        *(Ref(Kind.CONSTRAINT, table.name, key.name) for key in keys),
    ]


def _table_names(table: Table) -> list[tuple[str, str]]:
    names = [("relation", table.name), ("type", table.name)]
    for constraint in table.constraints.values():
        names += _constraint_names(table.name, constraint)
    for column in table.columns.values():
        names += _sequence_names(table.name, column)
    return names


def _sequence_names(table: str, column: Column) -> list[tuple[str, str]]:
    """Return the name of the sequence that an identity column brings along."""
    if column.identity is None:
        return []
    made = sibling(table, postgres_name(bare_name(table), column.name, "seq"))
    return [("relation", column.identity.sequence or made)]


def _constraint_names(table: str, constraint: Constraint) -> list[tuple[str, str]]:
    return [_relation(table, constraint.name)] if has_index(constraint) else []


def _relation(table: str, name: str) -> tuple[str, str]:
    return ("relation", sibling(table, name))


def _names(item: DatabaseObject) -> list[tuple[str, str]]:
    indexes = getattr(item, "indexes", ())
    return [*_ref_names(item.ref), *(_relation(item.ref.name, index.name) for index in indexes)]


def _ref_names(ref: Ref) -> tuple[tuple[str, str], ...]:
    if ref.kind in _RELATIONS or ref.kind is Kind.COMPOSITE:
        return (("relation", ref.name), ("type", ref.name))
    if ref.kind in TYPES:
        return (("type", ref.name),)
    if ref.kind in _ROUTINES:
        return (("routine", ref.name),)
    return ((ref.kind.value, str(ref)),)
