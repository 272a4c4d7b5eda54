"""The base of every generated row class: rows in, JSON out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeAlias, TypeVar, cast

from fluentorm.errors import QueryError
from fluentorm.query.info import TableInfo
from fluentorm.query.inputs import Input
from fluentorm.query.slotted import Frozen
from fluentorm.runtime.enums import enum_reader
from fluentorm.runtime.json_data import json_ready
from fluentorm.runtime.methods import Methods

if TYPE_CHECKING:
    from typing import Self

JsonT_co = TypeVar("JsonT_co", bound=Mapping[str, object], covariant=True)
SafeT_co = TypeVar("SafeT_co", bound=Mapping[str, object], covariant=True)
CreateT = TypeVar("CreateT", bound=Input)
UpdateT = TypeVar("UpdateT", bound=Input)
IdT = TypeVar("IdT")


class NamedRow(Protocol):
    """A row as a named tuple, such as one of psycopg's ``namedtuple_row``."""

    @property
    def _fields(self) -> tuple[str, ...]: ...

    def __iter__(self) -> Iterator[object]: ...


class Model(Frozen, Methods[JsonT_co, SafeT_co, CreateT, UpdateT, IdT]):
    """A row of a table.

    Its parameters are the types of its JSON, whole and redacted, of its inputs, and of its primary
    key (a tuple where that has several columns, None where there is none).
    """

    __slots__ = ()
    __table__: ClassVar[TableInfo]

    @classmethod
    def from_row(cls, row: Mapping[str, object] | NamedRow) -> Self:
        """Make a row from what a driver returned.

        Takes a mapping by column name or a named tuple, which may hold more than the columns. A
        tuple without names is refused: the database has its columns in another order than the
        schema files as soon as one was added in the middle. Values are taken as they are, but for
        enums and arrays of them, which may be given as text. Raises QueryError when a column is
        missing or an enum has no such value.
        """
        table = cls.__table__
        values = _by_name(table, row)
        for column in table.enum_columns:
            values[column.attribute] = enum_reader(table, column)(values[column.attribute])
        return cls(**values)

    def to_json_response(self) -> JsonT_co:
        """Return the row as JSON data by column name, redacted columns included.

        Related rows that were loaded stand in it by the name of their relation, each as its own
        ``to_json_response()`` gives it; relations that were not loaded are left out.
        """
        return cast("JsonT_co", _as_json(self, safe=False))

    def to_json_response_safe(self) -> SafeT_co:
        """Return the row as JSON data without the redacted columns, its own and related rows'."""
        return cast("SafeT_co", _as_json(self, safe=True))


AnyModel: TypeAlias = Model[Any, Any, Any, Any, Any]
"""A model whose types do not matter."""


def _by_name(table: TableInfo, row: Mapping[str, object] | NamedRow) -> dict[str, object]:
    if not isinstance(row, Mapping):
        names = getattr(row, "_fields", None)
        if names is None:
            raise QueryError(
                f'a row of table "{table.name}" came without the names of its columns',
                hint="let the driver return mappings: psycopg.connect(..., row_factory=dict_row)",
            )
        row = dict(zip(names, row, strict=True))
    try:
        return {column.attribute: row[column.name] for column in table.columns}
    except KeyError as error:
        raise QueryError(
            f'row has no column "{error.args[0]}" of table "{table.name}"',
            hint="select all columns of the table",
        ) from None


def _as_json(row: AnyModel, *, safe: bool) -> dict[str, object]:
    table = row.__table__
    data: dict[str, object] = {
        column.name: json_ready(getattr(row, column.attribute))
        for column in table.columns
        if not (safe and column.redacted)
    }
    loaded: Mapping[str, Any] = getattr(row, "__loaded__", {})
    for relation in table.relations if loaded else ():
        if relation.attribute in loaded:
            taken = any(column.name == relation.name for column in table.columns)
            key = relation.attribute if taken else relation.name
            data[key] = _related_as_json(loaded[relation.attribute], safe=safe)
    return data


def _related_as_json(found: list[AnyModel] | AnyModel | None, *, safe: bool) -> object:
    if isinstance(found, list):
        return [_as_json(row, safe=safe) for row in found]
    return None if found is None else _as_json(found, safe=safe)
