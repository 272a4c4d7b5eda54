"""The calls of a TableSchema that declare constraints other than relations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from fluentorm.errors import Place
from fluentorm.schema.builder_state import BuilderState
from fluentorm.schema.index_keys import Key, read_elements
from fluentorm.schema.names import primary_key_name, unique_name
from fluentorm.schema.objects import Check, Constraint, Exclusion, NotNull, PrimaryKey, Unique
from fluentorm.schema.sql_text import SqlText

_STEERING = frozenset({"origin", "renamed_from", "blocking_ok"})


class ConstraintMethods(BuilderState):
    """The calls for primary keys, unique and check constraints over one or more columns."""

    def primary_key(
        self,
        columns: Iterable[str] | str,
        name: str | None = None,
        *,
        include: Iterable[str] | str = (),
        without_overlaps: bool = False,
        storage: Mapping[str, object] | None = None,
        deferrable: bool = False,
        initially_deferred: bool = False,
        comment: str | None = None,
        renamed_from: str | None = None,
        blocking_ok: str | None = None,
    ) -> None:
        """Make these columns the primary key, in this order; it is called ``<table>_pkey``.

        Its index has the columns of ``include`` too, and the parameters of ``storage``. With
        ``without_overlaps`` (PostgreSQL 18) the last column is a range that must not overlap; on
        a table in use that stops others, for which ``blocking_ok`` says why it may.

        >>> t.uuid("team_id")
        >>> t.uuid("user_id")
        >>> t.primary_key(["team_id", "user_id"])
        """
        what = "the primary key"
        given = primary_key_name(self._bare) if name is None else self._name(what, name)
        names = self._names(what, columns)
        if given is None or not names:
            return
        key = PrimaryKey(
            name=given,
            columns=names,
            **self._of_index(what, include, storage),
            without_overlaps=self._flag(f"without_overlaps of {what}", without_overlaps),
            **self._deferral(what, deferrable, initially_deferred),
            blocking_ok=self._text(f"blocking_ok of {what}", blocking_ok),
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
        include: Iterable[str] | str = (),
        without_overlaps: bool = False,
        storage: Mapping[str, object] | None = None,
        deferrable: bool = False,
        initially_deferred: bool = False,
        comment: str | None = None,
        renamed_from: str | None = None,
        blocking_ok: str | None = None,
    ) -> None:
        """Let no two rows have the same values here; called ``<table>_<columns>_key``.

        The rest as ``primary_key``.

        >>> t.unique(["team_id", "email"], name="users_of_a_team_key")
        """
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
                **self._of_index(what, include, storage),
                without_overlaps=self._flag(f"without_overlaps of {what}", without_overlaps),
                **self._deferral(what, deferrable, initially_deferred),
                blocking_ok=self._text(f"blocking_ok of {what}", blocking_ok),
                **self._ending(what, comment, renamed_from),
            )
        )

    def check(
        self,
        name: str,
        expression: SqlText | str,
        *,
        no_inherit: bool = False,
        validated: bool = True,
        enforced: bool = True,
        comment: str | None = None,
        renamed_from: str | None = None,
    ) -> None:
        """Let no row in for which the SQL expression is false.

        With ``no_inherit`` it is not for children, with ``validated=False`` not for rows that are
        there, and with ``enforced=False`` (PostgreSQL 18) for none.

        >>> t.check("users_age_ok", "age >= 0", validated=False)
        """
        given = self._name("a check constraint", name)
        if given is None:
            return
        what = f'check "{given}"'
        text = self._text(f"the expression of {what}", "" if expression is None else expression)
        if text is not None:
            self._add_constraint(
                Check(
                    name=given,
                    expression=text,
                    no_inherit=self._flag(f"no_inherit of {what}", no_inherit),
                    **self._validity(what, validated, enforced),
                    **self._ending(what, comment, renamed_from),
                )
            )

    def exclude(
        self,
        name: str,
        elements: Iterable[tuple[Key, str] | Mapping[str, Any]],
        *,
        method: str = "gist",
        where: SqlText | str | None = None,
        include: Iterable[str] | str = (),
        storage: Mapping[str, object] | None = None,
        deferrable: bool = False,
        initially_deferred: bool = False,
        comment: str | None = None,
        renamed_from: str | None = None,
        blocking_ok: str | None = None,
    ) -> None:
        """Let no two rows in of which all elements compare as true.

        An element is a key of an index with an operator: ``("room", "=")``, ``("during", "&&")``,
        or a dict with ``operator`` beside what a key of an index has. On a table in use it stops
        others while it is made: ``blocking_ok`` says why it may.

        >>> t.exclude("no_overlap", [("room", "="), ("during", "&&")], where="NOT canceled")
        """
        given = self._name("an exclusion constraint", name)
        if given is None:
            return
        what = f'exclusion constraint "{given}"'
        found = read_elements(self, what, elements)
        if not found:
            return
        self._add_constraint(
            Exclusion(
                name=given,
                elements=found,
                method=(self._text(f"method of {what}", method) or "gist").lower(),
                where=self._text(f"where of {what}", where),
                **self._of_index(what, include, storage),
                **self._deferral(what, deferrable, initially_deferred),
                blocking_ok=self._text(f"blocking_ok of {what}", blocking_ok),
                **self._ending(what, comment, renamed_from),
            )
        )

    def not_null(
        self,
        column: str,
        name: str | None = None,
        *,
        no_inherit: bool = False,
        validated: bool = True,
        comment: str | None = None,
    ) -> None:
        """Say what the NOT NULL of a column has that is not usual (PostgreSQL 18).

        A ``name`` of its own, ``no_inherit`` and ``validated=False`` as ``check``, a comment.

        >>> t.string("email")
        >>> t.not_null("email", "users_email_given")
        """
        given = self._name("a column", column)
        if given is None:
            return
        what = f'NOT NULL of column "{given}"'
        own = None if name is None else self._name(f"the {what}", name)
        constraint = NotNull(
            name=own,
            no_inherit=self._flag(f"no_inherit of {what}", no_inherit),
            validated=self._flag(f"validated of {what}", validated),
            comment=self._string(f"the comment of {what}", comment) or None,
        )
        earlier = self._not_nulls.setdefault(given, (constraint, self._here()))
        if earlier[0] != constraint:
            self._problem(
                f"{what} is already said differently at {earlier[1]}", "keep one of the two"
            )

    def _of_index(self, what: str, include: object, storage: object) -> dict[str, Any]:
        """Return what a constraint says about its index."""
        return {
            "include": self._names(f"include of {what}", include) if include else (),
            "storage": self._parameters(f"storage of {what}", storage),
        }

    def _validity(self, what: str, validated: object, enforced: object) -> dict[str, Any]:
        """Return the two flags; what is not enforced is not validated either."""
        checked = self._flag(f"enforced of {what}", enforced)
        return {
            "validated": self._flag(f"validated of {what}", validated) and checked,
            "enforced": checked,
        }

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
