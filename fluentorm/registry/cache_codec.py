"""Tables and enums as plain tuples, for the cache of evaluated schema files.

Unlike the snapshot's form this one holds everything, places and the steering of migrations
included, and is made to be read fast: it is never read by people, nor by another version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, assert_never, cast

from fluentorm.errors import Place
from fluentorm.schema.hints import AutoGenerate, FieldHints, InputMode, Relation, RelationKind
from fluentorm.schema.objects import (
    NO_STEERING,
    PLAIN_COLUMN,
    PLAIN_TABLE,
    Action,
    Check,
    Column,
    Constraint,
    Enum,
    Exclusion,
    ForeignKey,
    Identity,
    Index,
    IndexKey,
    Match,
    Parameters,
    PrimaryKey,
    Table,
    Unique,
)
from fluentorm.schema.privileges import NO_PRIVILEGES

if TYPE_CHECKING:
    from fluentorm.schema.database_objects import DatabaseObject

# Only what marshal can write: None, bool, int, str, bytes, and tuples of these.
Plain: TypeAlias = tuple[Any, ...]
_NAME_AND_PICKLE = 2
_T = TypeVar("_T")


def encode_table(table: Table) -> Plain:
    """Return a table as nested tuples."""
    return (
        table.name,
        tuple(_encode_column(column) for column in table.columns.values()),
        tuple(_encode_constraint(item) for item in table.constraints.values()),
        tuple(_encode_index(index) for index in table.indexes.values()),
        table.comment,
        tuple(_encode_relation(relation) for relation in table.relations.values()),
        table.renamed_from,
        table.source_files,
        _encode_place(table.origin),
        _rare(table.details, PLAIN_TABLE),
        table.unmanaged_partitions,
        _rare(table.steering, NO_STEERING),
    )


def decode_table(data: Plain) -> Table:
    """Return the table that ``encode_table`` was given."""
    name, columns, constraints, indexes, comment, relations, renamed_from, files, *rest = data
    origin, details, unmanaged_partitions, steering = rest
    return Table(
        name=name,
        columns={item[0]: _decode_column(item) for item in columns},
        constraints={item[1]: _decode_constraint(item) for item in constraints},
        indexes={item[0]: _decode_index(item) for item in indexes},
        comment=comment,
        relations={item[0]: _decode_relation(item) for item in relations},
        renamed_from=renamed_from,
        source_files=files,
        origin=_decode_place(origin),
        details=PLAIN_TABLE if details is None else _unpickled(details),
        unmanaged_partitions=unmanaged_partitions,
        steering=NO_STEERING if steering is None else _unpickled(steering),
    )


def encode_enum(enum: Enum) -> Plain:
    """Return an enum as nested tuples."""
    return (
        enum.name,
        enum.values,
        enum.comment,
        enum.renamed_from,
        enum.renamed_values,
        _encode_place(enum.origin),
        _rare(enum.privileges, NO_PRIVILEGES),
    )


def decode_enum(data: Plain) -> Enum:
    """Return the enum that ``encode_enum`` was given."""
    name, values, comment, renamed_from, renamed_values, origin, privileges = data
    return Enum(
        name=name,
        values=values,
        comment=comment,
        renamed_from=renamed_from,
        renamed_values=renamed_values,
        origin=_decode_place(origin),
        privileges=NO_PRIVILEGES if privileges is None else _unpickled(privileges),
    )


def encode_object(item: DatabaseObject) -> bytes:
    """Return an object of another kind as bytes."""
    return _pickled(item)


def decode_object(data: bytes) -> DatabaseObject:
    """Return the object that ``encode_object`` was given."""
    return cast("DatabaseObject", _unpickled(data))


def _rare(value: object, usual: object) -> bytes | None:
    """Return what few objects have in a form that is written once and read rarely."""
    return None if value == usual else _pickled(value)


def _pickled(value: object) -> bytes:
    import pickle  # most schemas have nothing that is kept so

    return pickle.dumps(value)


def _unpickled(data: bytes) -> Any:
    # The cache lies beside the bytecode of the schema files, which is run as it is.
    import pickle

    return pickle.loads(data)  # noqa: S301


def _encode_place(place: Place | None) -> Plain | None:
    return None if place is None else (place.file, place.line, place.column)


def _decode_place(data: Plain | None) -> Place | None:
    return None if data is None else _restore(Place, _PLACE, data)


def _setters(cls: type) -> tuple[Callable[[Any, Any], None], ...]:
    """Return what sets the fields of a frozen slotted dataclass, in their order."""
    return tuple(getattr(cls, field.name).__set__ for field in fields(cls))


_PLACE, _COLUMN, _INDEX, _RELATION = map(_setters, (Place, Column, Index, Relation))
_PRIMARY_KEY, _UNIQUE, _CHECK, _FOREIGN_KEY = map(_setters, (PrimaryKey, Unique, Check, ForeignKey))


def _restore(cls: type[_T], setters: Iterable[Callable[[Any, Any], None]], values: Plain) -> _T:
    """Make a value of a dataclass from all its fields in order, as unpickling does.

    The ``__init__`` of a frozen dataclass takes three times as long, and a warm start makes tens of
    thousands of these.
    """
    made = object.__new__(cls)
    for setter, value in zip(setters, values, strict=True):
        setter(made, value)
    return made


def _encode_column(column: Column) -> Plain:
    identity = column.identity
    if identity is not None and identity != Identity(always=identity.always):
        return (column.name, _pickled(column))
    if column.generated or column.collation or column.details != PLAIN_COLUMN:
        return (column.name, _pickled(column))
    hints = column.hints
    return (
        column.name,
        column.type,
        column.nullable,
        column.default,
        None if column.identity is None else column.identity.always,
        column.comment,
        (
            hints.create_input.value,
            hints.update_input,
            hints.redacted,
            hints.auto_generate.value,
        ),
        column.renamed_from,
        column.using,
        column.backfill,
        column.blocking_ok,
        _encode_place(column.origin),
    )


def _decode_column(data: Plain) -> Column:
    if len(data) == _NAME_AND_PICKLE:
        return cast("Column", _unpickled(data[1]))
    name, type_, nullable, default, always, comment, hints, *steering, origin = data
    identity = None if always is None else Identity(always=always)
    place = _decode_place(origin)
    usual = (identity, None, None, comment, PLAIN_COLUMN, _decode_hints(*hints))
    values = (name, type_, nullable, default, *usual)
    return _restore(Column, _COLUMN, (*values, *steering, place))


@lru_cache(maxsize=256)
def _decode_hints(mode: str, update_input: bool, redacted: bool, auto: str) -> FieldHints:
    return FieldHints(
        create_input=InputMode(mode),
        update_input=update_input,
        redacted=redacted,
        auto_generate=AutoGenerate(auto),
    )


def _encode_constraint(item: Constraint) -> Plain:
    place = _encode_place(item.origin)
    rest = (item.comment, item.renamed_from, place)
    match item:
        case _ if _is_rare(item):
            return ("x", item.name, _pickled(item))
        case PrimaryKey():
            return ("p", item.name, item.columns, item.deferrable, item.initially_deferred, *rest)
        case Unique():
            deferral = (item.deferrable, item.initially_deferred)
            return ("u", item.name, item.columns, item.nulls_not_distinct, *deferral, *rest)
        case Check():
            return ("c", item.name, item.expression, *rest)
        case ForeignKey():
            return (
                "f",
                item.name,
                item.columns,
                item.references_table,
                item.references_columns,
                item.on_delete.value,
                item.on_update.value,
                item.match.value,
                item.deferrable,
                item.initially_deferred,
                *rest,
            )
        case Exclusion():
            return ("x", item.name, _pickled(item))
        case _:
            assert_never(item)


def _is_rare(item: Constraint) -> bool:
    """Say whether a constraint has more than the fields that the short form has."""
    match item:
        case PrimaryKey() | Unique():
            return bool(item.include or item.without_overlaps or item.storage or item.blocking_ok)
        case Check():
            return item.no_inherit or not (item.validated and item.enforced)
        case ForeignKey():
            plain = item.validated and item.enforced and not item.period
            return bool(item.on_delete_columns) or not plain
        case _:
            return True


def _decode_constraint(data: Plain) -> Constraint:
    kind, *values, origin = data
    if kind == "x":
        return cast("Constraint", _unpickled(origin))
    place = _decode_place(origin)
    if kind == "f":
        *ends, on_delete, on_update, match, deferrable, deferred, comment, renamed_from = values
        actions = (Action(on_delete), Action(on_update), Match(match), (), False, True, True)
        rest = (deferrable, deferred, comment, renamed_from, place)
        return _restore(ForeignKey, _FOREIGN_KEY, (*ends, *actions, *rest))
    if kind == "c":
        name, expression, *others = values
        return _restore(Check, _CHECK, (name, expression, False, True, True, *others, place))
    if kind == "p":
        name, columns, *others = values
        known = (name, columns, (), False, ())
        return _restore(PrimaryKey, _PRIMARY_KEY, (*known, *others, None, place))
    name, columns, nulls_not_distinct, *others = values
    usual = (name, columns, nulls_not_distinct, (), False, ())
    return _restore(Unique, _UNIQUE, (*usual, *others, None, place))


def _encode_index(index: Index) -> Plain:
    return (
        index.name,
        tuple(
            (k.column, k.expression, k.descending, k.nulls_first, k.opclass, k.collation)
            for k in index.keys
        ),
        index.unique,
        index.method,
        index.include,
        index.where,
        index.nulls_not_distinct,
        tuple(index.storage),
        index.statistics,
        index.comment,
        index.renamed_from,
        _encode_place(index.origin),
    )


def _decode_index(data: Plain) -> Index:
    name, keys, unique, method, include, where, distinct, storage, *rest, origin = data
    parts = (tuple([_decode_key(*k) for k in keys]), unique, method, include, where, distinct)
    given = Parameters(storage) if storage else ()
    values = (name, *parts, given, *rest, _decode_place(origin))
    return _restore(Index, _INDEX, values)


@lru_cache(maxsize=65536)
def _decode_key(
    column: str | None,
    expression: str | None,
    descending: bool,
    nulls_first: bool | None,
    opclass: str | None,
    collation: str | None,
) -> IndexKey:
    return IndexKey(
        column=column,
        expression=expression,
        descending=descending,
        nulls_first=nulls_first,
        opclass=opclass,
        collation=collation,
    )


def _encode_relation(relation: Relation) -> Plain:
    return (
        relation.name,
        relation.kind.value,
        relation.columns,
        relation.references_table,
        relation.references_columns,
        relation.constraint,
        _encode_place(relation.origin),
    )


def _decode_relation(data: Plain) -> Relation:
    name, kind, *rest, origin = data
    place = _decode_place(origin)
    return _restore(Relation, _RELATION, (name, RelationKind(kind), *rest, place))
