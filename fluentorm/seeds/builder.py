"""What a Python seed file is given: it declares rows, and runs nothing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from fluentorm.errors import Place, Problem, SeedError
from fluentorm.seeds.rows import Block, Reference, Row, Value
from fluentorm.seeds.values import value_of
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle:
    """A row that was declared, to be given as a value of another row."""

    table: str
    label: str


class Seed:
    """Takes the rows of a file; places in messages are lines of that file."""

    def __init__(self, shown: str, filename: str) -> None:
        self._shown = shown
        self._filename = filename
        self._tables: list[TableSeed] = []

    def table(self, name: str, *, key: str | Sequence[str] | None = None) -> TableSeed:
        """Begin rows of a table, which these columns tell apart; by default as in YAML."""
        columns = (key,) if isinstance(key, str) else None if key is None else tuple(key)
        table = TableSeed(self, name, columns, self.place())
        self._tables.append(table)
        return table

    def ref(self, name: str) -> Reference:
        """Return a reference to a row of any file: ``users.ann``, or ``ann`` as in YAML."""
        table, _, label = name.rpartition(".")
        return Reference(table=table or None, label=label, place=self.place())

    def place(self) -> Place:
        """Return the line of the file that is running."""
        frame = sys._getframe(1)
        while frame.f_back is not None and frame.f_code.co_filename != self._filename:
            frame = frame.f_back
        return Place(self._shown, frame.f_lineno)

    def blocks(self) -> tuple[Block, ...]:
        """Return what was declared."""
        return tuple(table.block() for table in self._tables)


class TableSeed:
    """Takes rows of one table."""

    def __init__(self, seed: Seed, name: str, key: tuple[str, ...] | None, place: Place) -> None:
        self._seed, self._name, self._key, self._place = seed, name, key, place
        self._rows: list[Row] = []

    def row(self, label: str | None = None, /, **values: object) -> Handle:
        """Declare a row; what is returned stands for its value in other rows.

        ``label`` is what ``ref`` and YAML files call it. Raises SeedError for a value that no
        column can have.
        """
        place = self._seed.place()
        if label is not None and (not label or "." in label):
            raise SeedError([bad_label(label, place)])
        # A name that no file can write, so that every row can be referred to.
        known = label or f":{place}:{len(self._rows)}"
        self._rows.append(
            Row(
                values={name: self._value(name, value, place) for name, value in values.items()},
                place=place,
                label=known,
            )
        )
        return Handle(table=self._name, label=known)

    def block(self) -> Block:
        """Return what was declared."""
        return Block(table=self._name, place=self._place, key=self._key, rows=tuple(self._rows))

    def _value(self, name: str, value: object, place: Place) -> Value:
        if isinstance(value, Handle):
            return Reference(table=value.table, label=value.label, place=place)
        try:
            return value_of(value)
        except TypeError as error:
            raise SeedError([Problem(f'the value of "{name}": {error}', place)]) from error


def bad_label(label: str, place: Place) -> Problem:
    """Return what is wrong with a label that cannot be one."""
    what = f'the label "{label}" has a dot in it' if label else "a label is empty"
    return Problem(what, place, "labels are words, which others write after the table: users.ann")
