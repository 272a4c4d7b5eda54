"""The SQL that brings rows up to date by their keys: find them, insert, update; no driver in it.

Values come as arrays of text, one for each column, and are cast to the column's type by the server.
Equality is that of the stored bytes (``*=``), since not every type has an equality of its own, and
a difference in case or scale is one. Where a type's length would cut a value off in an explicit
cast, the cast leaves the length out, so that the assignment refuses what is too long.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fluentorm.schema.qualified import quote_name
from fluentorm.schema.sql_text import quote_identifier, quote_literal
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fluentorm.schema.objects import Column, Table

# Waiting for one key makes a second run find the rows of the first.
LOCK = "SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('fluentorm seeds', 0))"
SETTINGS = (
    "SET LOCAL search_path = public",
    "SET LOCAL TimeZone = 'UTC'",
    "SET LOCAL DateStyle = 'ISO, YMD'",
    "SET LOCAL lock_timeout = '30s'",
)
OWN_SETTINGS = "SET LOCAL search_path TO DEFAULT"
_SERIAL = {
    "serial": "integer",
    "bigserial": "bigint",
    "smallserial": "smallint",
}
_CUT_OFF = re.compile(r"(varchar|character varying|char|character|bpchar|bit|bit varying|varbit)\(")
_WITHOUT_LENGTH = {
    "char": "bpchar",
    "character": "bpchar",
    "bit": "varbit",
    "bit varying": "varbit",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What is written of one table: its key, and all columns, those of the key among them."""

    table: Table
    key: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def others(self) -> tuple[str, ...]:
        """The columns beside the key."""
        return tuple(name for name in self.columns if name not in self.key)


def match(shape: Shape, wanted: Sequence[str]) -> str:
    """Return the query for the rows that are there: number, whether it differs, wanted columns.

    The wanted ones come as text.
    """
    compared = [_differs(shape.table.columns[name]) for name in shape.others]
    texts = "".join(f", t.{_quoted(name)}::text" for name in wanted)
    return (
        f"SELECT v.n, {' OR '.join(compared) or 'false'}{texts} FROM {_given(shape)} "
        f"JOIN {_name(shape)} AS t ON {_same_key(shape)}"
    )


def repeated(shape: Shape) -> str:
    """Return the query for numbers of rows whose keys the database takes for one, in groups."""
    keys = ", ".join(_cast(shape.table.columns[name]) for name in shape.key)
    return (
        f"SELECT pg_catalog.array_agg(v.n ORDER BY v.n) FROM {_given(shape)} "
        f"GROUP BY {keys} HAVING pg_catalog.count(*) > 1"
    )


def insert(shape: Shape, *, arbiter: bool) -> str:
    """Return the statement that inserts rows; ``arbiter`` updates those that came meanwhile."""
    columns = ", ".join(_quoted(name) for name in shape.columns)
    values = ", ".join(_cast(shape.table.columns[name]) for name in shape.columns)
    always = any(_always(shape.table.columns[name]) for name in shape.columns)
    overriding = " OVERRIDING SYSTEM VALUE" if always else ""
    conflict = ""
    if arbiter:
        keys = ", ".join(_quoted(name) for name in shape.key)
        sets = ", ".join(
            f"{_quoted(name)} = excluded.{_quoted(name)}"
            for name in shape.others
            if not _always(shape.table.columns[name])
        )
        conflict = f" ON CONFLICT ({keys}) DO " + (f"UPDATE SET {sets}" if sets else "NOTHING")
    return (
        f"INSERT INTO {_name(shape)} ({columns}){overriding} "
        f"SELECT {values} FROM {_given(shape)} ORDER BY v.n{conflict}"
    )


def update(shape: Shape) -> str:
    """Return the statement that writes the columns beside the key."""
    sets = ", ".join(
        f"{_quoted(name)} = {_cast(shape.table.columns[name])}" for name in shape.others
    )
    return f"UPDATE {_name(shape)} AS t SET {sets} FROM {_given(shape)} WHERE {_same_key(shape)}"


def probe(column: Column) -> str:
    """Return the query that fails where a text, its parameter, is no value of a column."""
    return f"SELECT (%s::text)::{_type(column)}"


def go_on(table: Table, column: str) -> str:
    """Return the statement after which a column's sequence does not give what is there already."""
    name, quoted = quote_name(table.name), quote_identifier(column)
    sequence = (
        f"pg_catalog.pg_get_serial_sequence({quote_literal(name)}, {quote_literal(column)})"
        "::pg_catalog.regclass"
    )
    return (
        f"SELECT pg_catalog.setval(s.id, m.top) FROM (SELECT {sequence} AS id) AS s, "
        f"(SELECT pg_catalog.max({quoted})::bigint AS top FROM {name}) AS m WHERE s.id IS NOT NULL "
        "AND m.top > coalesce(pg_catalog.pg_sequence_last_value(s.id), 0)"
    )


def is_number(column: Column) -> bool:
    """Say whether a column may have its numbers from a sequence."""
    return _base(column) in ("integer", "bigint", "smallint") and not column.type.endswith("[]")


def _quoted(name: str) -> str:
    """Return a name as SQL with parameters has it."""
    return quote_identifier(name).replace("%", "%%")


def _name(shape: Shape) -> str:
    return quote_name(shape.table.name).replace("%", "%%")


def _given(shape: Shape) -> str:
    """Return the rows that are given as parameters, an array for each column."""
    arrays = ", ".join(["pg_catalog.unnest(%s::text[])"] * len(shape.columns))
    names = ", ".join(_quoted(name) for name in shape.columns)
    return f"ROWS FROM ({arrays}) WITH ORDINALITY AS v({names}, n)"


def _same_key(shape: Shape) -> str:
    return " AND ".join(
        f"t.{_quoted(name)} = {_cast(shape.table.columns[name])}" for name in shape.key
    )


def _differs(column: Column) -> str:
    """Return the condition that a row has another value than the one given for it."""
    there, given = f"t.{_quoted(column.name)}::{_type(column)}", _cast(column)
    if _type(column) == "bpchar":  # blanks at the end mean nothing
        there, given = f"{there}::text", f"{given}::text"
    return f"NOT (ROW({there})::record OPERATOR(pg_catalog.*=) ROW({given})::record)"


def _cast(column: Column) -> str:
    return f"v.{_quoted(column.name)}::{_type(column)}"


def _type(column: Column) -> str:
    cut = _CUT_OFF.match(column.type)
    if cut and not column.type.endswith("[]"):
        return _WITHOUT_LENGTH.get(cut[1], cut[1])
    return _base(column).replace("%", "%%")


def _base(column: Column) -> str:
    if column.type in ("bit", "char", "character"):  # of length one
        return _WITHOUT_LENGTH[column.type]
    return _SERIAL.get(column.type, column.type)


def _always(column: Column) -> bool:
    return column.identity is not None and column.identity.always
