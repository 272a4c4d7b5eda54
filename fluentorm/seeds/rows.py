"""What seed files say, before anybody looked at the tables: blocks of rows of values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TypeAlias

from fluentorm.errors import Place
from fluentorm.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """One value: ``text`` as PostgreSQL reads it, None for NULL; ``data`` as JSON has it."""

    text: str | None
    data: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """A list: of an array, or in JSON."""

    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A mapping, which only JSON has."""

    items: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Another row's value; ``table`` is None where the column's foreign key says which."""

    label: str
    table: str | None = None
    place: Place


Value: TypeAlias = Scalar | Several | Named | Reference
NULL = Scalar(text=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row; ``label`` is what others call it, None where nobody does."""

    values: Mapping[str, Value]
    place: Place
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Rows of one table, which ``key`` tells apart; None is chosen for them (see check)."""

    table: str
    place: Place
    key: tuple[str, ...] | None = None
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """A file of SQL, which is run as it is."""

    shown: str
    text: str = field(repr=False)


Source: TypeAlias = tuple[Block, ...] | Statements
