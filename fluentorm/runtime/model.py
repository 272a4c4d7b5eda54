"""The base of every generated row class: rows in, JSON out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Generic, TypeAlias, TypeVar, cast

from fluentorm.errors import QueryError
from fluentorm.runtime.array_text import parse_array
from fluentorm.runtime.info import ColumnInfo, TableInfo
from fluentorm.runtime.json_data import json_ready

if TYPE_CHECKING:
    from typing import Self

JsonT_co = TypeVar("JsonT_co", bound=Mapping[str, object], covariant=True)
SafeT_co = TypeVar("SafeT_co", bound=Mapping[str, object], covariant=True)


class Model(Generic[JsonT_co, SafeT_co]):
    """A row of a table; its two parameters are the types of its JSON, whole and redacted."""

    __slots__ = ()
    __table__: ClassVar[TableInfo]

    @classmethod
    def from_row(cls, row: Mapping[str, object] | Sequence[object]) -> Self:
        """Make a row from what a driver returned.

        Takes a mapping by column name, which may hold more than the columns, or a sequence with
        one value per column in the order of declaration. Values are taken as they are, but for
        enums and arrays of them, which may be given as text. Raises QueryError when a column is
        missing or an enum has no such value.
        """
        table = cls.__table__
        values = _by_name(table, row) if isinstance(row, Mapping) else _by_position(table, row)
        for column in table.enum_columns:
            values[column.attribute] = _enum_value(table, column, values[column.attribute])
        return cls(**values)

    def to_json_response(self) -> JsonT_co:
        """Return the row as JSON data by column name, redacted columns included."""
        columns = self.__table__.columns
        data = {column.name: json_ready(getattr(self, column.attribute)) for column in columns}
        return cast("JsonT_co", data)

    def to_json_response_safe(self) -> SafeT_co:
        """Return the row as JSON data by column name, without the redacted columns."""
        columns = (column for column in self.__table__.columns if not column.redacted)
        data = {column.name: json_ready(getattr(self, column.attribute)) for column in columns}
        return cast("SafeT_co", data)


AnyModel: TypeAlias = Model[Mapping[str, object], Mapping[str, object]]
"""A model whose JSON types do not matter."""


def _by_name(table: TableInfo, row: Mapping[str, object]) -> dict[str, object]:
    try:
        return {column.attribute: row[column.name] for column in table.columns}
    except KeyError as error:
        raise QueryError(
            f'row has no column "{error.args[0]}" of table "{table.name}"',
            hint="select all columns of the table",
        ) from None


def _by_position(table: TableInfo, row: Sequence[object]) -> dict[str, object]:
    if len(row) != len(table.columns):
        raise QueryError(
            f'row has {len(row)} values, table "{table.name}" has {len(table.columns)} columns',
            hint="select all columns of the table in the order of declaration, or give a mapping",
        )
    return {column.attribute: value for column, value in zip(table.columns, row, strict=True)}


def _enum_value(table: TableInfo, column: ColumnInfo, value: object) -> object:
    """Return a value of an enum column, or each element of an array of them, as its class.

    Drivers that were not told of an enum return it, and an array of it, as text.
    """
    if isinstance(value, str) and column.pg_type.endswith("[]"):
        elements = parse_array(value)
        value = value if elements is None else elements
    return _as_enum(table, column, value)


def _as_enum(table: TableInfo, column: ColumnInfo, value: object) -> object:
    if isinstance(value, list):
        return [_as_enum(table, column, element) for element in value]
    if value is None or isinstance(value, StrEnum) or column.enum is None:
        return value
    try:
        return column.enum(str(value))
    except ValueError:
        raise QueryError(
            f'column "{column.name}" of table "{table.name}" holds {value!r}, '
            f"which the model does not know",
            hint="generate the models again: doit generate_models",
        ) from None
