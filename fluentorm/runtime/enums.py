"""Values of enum columns as their classes, however the driver returned them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.errors import QueryError
from fluentorm.runtime.array_text import parse_array

if TYPE_CHECKING:
    from collections.abc import Callable

    from fluentorm.query.info import ColumnInfo, TableInfo


def enum_reader(table: TableInfo, column: ColumnInfo) -> Callable[[object], object]:
    """Return what makes a member, or a list of them, of what the driver loads.

    Drivers that were not told of an enum return it, and an array of it, as text, or as the bytes of
    that text. Raises QueryError for a word that the class does not have.
    """
    known: dict[object, object] = {None: None}
    for member in column.enum or ():
        known |= {member.value: member, member.value.encode(): member}

    def read(value: object) -> object:
        try:
            return known[value]
        except (KeyError, TypeError):
            return read_other(value)

    def read_other(value: object) -> object:
        if isinstance(value, str) and column.pg_type.endswith("[]"):
            elements = parse_array(value)
            value = value if elements is None else elements
        if isinstance(value, list):
            return [read(element) for element in value]
        raise QueryError(
            f'column "{column.name}" of table "{table.name}" holds {value!r}, '
            f"which the model does not know",
            hint="generate the models again: doit generate_models",
        )

    return read
