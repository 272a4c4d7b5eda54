"""The calls of a TableSchema that steer its migrations: how they are made, not what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.errors import Place
from fluentorm.schema.builder_state import BuilderState
from fluentorm.schema.sql_text import SqlText, literal
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Filling:
    """What rows get in a column, as SQL; ``where`` None means all of them."""

    column: str
    value: str
    where: str | None
    place: Place


class SteeringMethods(BuilderState):
    """The calls that say how changes of the table are made."""

    def backfill(self, column: str, value: object, where: SqlText | str | None = None) -> None:
        """Let rows that exist get a value in a column that is new, or becomes NOT NULL.

        ``value`` is SQL over the row, or a value; ``where`` an SQL condition on it. Several calls
        for one column are tried in their order, and one without ``where`` comes last.

        >>> t.string("country")
        >>> t.backfill("country", "'unknown'", where="phone IS NULL")
        >>> t.backfill("country", "left(phone, 3)")
        """
        given = self._name("a column to fill", column)
        if given is None:
            return
        what = f'the backfill of "{given}"'
        text = self._value(what, value)
        condition = self._text(f"where of {what}", where)
        if text is not None:
            self._fillings.append(Filling(given, text, condition, self._here()))

    def _value(self, what: str, value: object) -> str | None:
        if isinstance(value, str | SqlText):
            return self._text(what, value)
        try:
            return literal(value)
        except TypeError:
            self._problem(f"{what} must be SQL text or a value, not {value!r}")
            return None

    def drop_field(self, name: str) -> None:
        """Say that a field which is declared no more is dropped in two stages.

        The first migration lets it be left out, so that the code of before goes on working; its
        contract drops it.

        >>> t.drop_field("fax")
        """
        given = self._name("a column to drop", name)
        if given is not None:
            self._staged_drops.setdefault(given, self._here())

    def blocking_ok(self, reason: str) -> None:
        """Let changes of this table that have no other way stop others while they work.

        The reason stands in the migration, for those who run it.

        >>> t.blocking_ok("the shop is closed at night")
        """
        text = self._text("the reason of blocking_ok", reason)
        if not text:
            self._problem("blocking_ok needs a reason", 'blocking_ok("the shop is closed then")')
            return
        self._blocking_ok = text


def filled(fillings: Iterable[Filling]) -> str:
    """Return the one expression that several fillings of a column are.

    >>> place = Place("x")
    >>> filled([Filling("a", "1", "b", place), Filling("a", "2", None, place)])
    'CASE WHEN b THEN 1 ELSE 2 END'
    """
    given = list(fillings)
    if len(given) == 1 and given[0].where is None:
        return given[0].value
    parts = [f"WHEN {one.where} THEN {one.value}" for one in given if one.where is not None]
    rest = [f"ELSE {one.value}" for one in given if one.where is None]
    return " ".join(["CASE", *parts, *rest[:1], "END"])
