"""The calls of a TableSchema that declare constraints other than relations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from fluentorm.errors import Place
from fluentorm.schema.builder_state import BuilderState
from fluentorm.schema.names import primary_key_name, unique_name
from fluentorm.schema.objects import Check, Constraint, PrimaryKey, Unique
from fluentorm.schema.sql_text import SqlText

_STEERING = frozenset({"origin", "renamed_from"})


class ConstraintMethods(BuilderState):
    """The calls for primary keys, unique and check constraints over one or more columns."""

    def primary_key(
        self,
        columns: Iterable[str] | str,
        name: str | None = None,
        *,
        deferrable: bool = False,
        initially_deferred: bool = False,
        comment: str | None = None,
        renamed_from: str | None = None,
    ) -> None:
        """Make these columns the primary key, in this order; it is called ``<table>_pkey``."""
        what = "the primary key"
        given = primary_key_name(self._bare) if name is None else self._name(what, name)
        names = self._names(what, columns)
        if given is None or not names:
            return
        key = PrimaryKey(
            name=given,
            columns=names,
            **self._deferral(what, deferrable, initially_deferred),
            **self._ending(what, comment, renamed_from),
        )
        if self._key is None:
            self._key = key
        elif not same_definition(self._key, key):
            self._problem(
                f'table "{self.name}" has another primary key already'
                f"{_at(self._key.origin)}: {', '.join(self._key.columns)}",
                "keep one of them",
            )

    def unique(
        self,
        columns: Iterable[str] | str,
        name: str | None = None,
        *,
        nulls_not_distinct: bool = False,
        deferrable: bool = False,
        initially_deferred: bool = False,
        comment: str | None = None,
        renamed_from: str | None = None,
    ) -> None:
        """Let no two rows have the same values here; called ``<table>_<columns>_key``."""
        names = self._names("a unique constraint", columns)
        default = unique_name(self._bare, names)
        given = self._name("a unique constraint", default if name is None else name)
        if given is None or not names:
            return
        what = f'unique constraint "{given}"'
        self._add_constraint(
            Unique(
                name=given,
                columns=names,
                nulls_not_distinct=self._flag(f"nulls_not_distinct of {what}", nulls_not_distinct),
                **self._deferral(what, deferrable, initially_deferred),
                **self._ending(what, comment, renamed_from),
            )
        )

    def check(
        self,
        name: str,
        expression: SqlText | str,
        *,
        comment: str | None = None,
        renamed_from: str | None = None,
    ) -> None:
        """Let no row in for which the SQL expression is false."""
        given = self._name("a check constraint", name)
        if given is None:
            return
        what = f'check "{given}"'
        text = self._text(f"the expression of {what}", "" if expression is None else expression)
        if text is not None:
            ending = self._ending(what, comment, renamed_from)
            self._add_constraint(Check(name=given, expression=text, **ending))

    def _deferral(self, what: str, deferrable: object, deferred: object) -> dict[str, Any]:
        """Return the two flags; INITIALLY DEFERRED implies DEFERRABLE (manual, CREATE TABLE)."""
        late = self._flag(f"initially_deferred of {what}", deferred)
        return {
            "deferrable": self._flag(f"deferrable of {what}", deferrable) or late,
            "initially_deferred": late,
        }

    def _add_constraint(self, constraint: Constraint) -> None:
        earlier = self._constraints.setdefault(constraint.name, constraint)
        if earlier is not constraint and not same_definition(earlier, constraint):
            self._problem(
                f'constraint "{constraint.name}" is already defined differently'
                f"{_at(earlier.origin)}",
                "remove one of the two, or give it another name",
                constraint.origin,
            )


def same_definition(one: object, two: object) -> bool:
    """Say whether two declarations mean the same, places left out of the comparison."""
    return type(one) is type(two) and all(
        getattr(one, field.name) == getattr(two, field.name)
        for field in fields(one)  # type: ignore[arg-type]  # only dataclasses come here
        if field.name not in _STEERING
    )


def _at(place: Place | None) -> str:
    return f" at {place}" if place else ""
