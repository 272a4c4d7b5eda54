"""The calls of a TableSchema that declare constraints other than relations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

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
        key = PrimaryKey(
            name=name if name is not None else primary_key_name(self.name),
            columns=self._names("the primary key", columns),
            deferrable=deferrable or initially_deferred,
            initially_deferred=initially_deferred,
            comment=comment,
            renamed_from=renamed_from,
            origin=self._here(),
        )
        if self._key is None:
            self._key = key
            if name is None:
                self._default_names.add(key.name)
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
        if not names:
            return
        self._add_constraint(
            Unique(
                name=name if name is not None else unique_name(self.name, names),
                columns=names,
                nulls_not_distinct=nulls_not_distinct,
                deferrable=deferrable or initially_deferred,
                initially_deferred=initially_deferred,
                comment=comment,
                renamed_from=renamed_from,
                origin=self._here(),
            ),
            named=name is not None,
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
        text = self._text(f'the expression of check "{name}"', expression)
        if not self._is_name("a check constraint", name) or text is None:
            return
        self._add_constraint(
            Check(
                name=name,
                expression=text,
                comment=comment,
                renamed_from=renamed_from,
                origin=self._here(),
            ),
            named=True,
        )

    def _add_constraint(self, constraint: Constraint, *, named: bool) -> None:
        if not self._is_name("a constraint", constraint.name):
            return
        earlier = self._constraints.setdefault(constraint.name, constraint)
        if earlier is constraint:
            if not named:
                self._default_names.add(constraint.name)
        elif not same_definition(earlier, constraint):
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
