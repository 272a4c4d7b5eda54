"""Changes that have no form that stops nobody, and what the author may do instead.

``blocking_ok`` of the part, or of its table, lets the plain statement be written all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fluentorm.dialects.postgres.online.retyping import (
    domain_of,
    is_constrained,
    is_generated,
)
from fluentorm.diff.operations import (
    AddColumn,
    AddConstraint,
    AlterColumn,
    AlterConstraint,
    AlterObject,
    AlterTable,
)
from fluentorm.errors import Place, Problem
from fluentorm.schema.objects import Exclusion, PrimaryKey, Unique
from fluentorm.schema.qualified import key_of
from fluentorm.schema.refs import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.dialects.postgres.online.scene import Scene
    from fluentorm.diff.operations import AlterEnum, Operation
    from fluentorm.schema.database_objects import Domain
    from fluentorm.schema.objects import Column, Table

_WAYS = (
    'say blocking_ok="the reason" where it is declared to write the plain statement all the same, '
    "for a time without traffic"
)


class Blocking(NamedTuple):
    """A statement that stops others for as long as it takes, and the author's word for it."""

    problem: Problem
    reason: str | None


def refused(what: str, why: str, place: Place | None, instead: str, reason: str | None) -> Blocking:
    """Return a change that has no online form."""
    hint = f"{instead}; or {_WAYS}" if instead else _WAYS
    return Blocking(Problem(f"{what}: {why}", place, hint), reason)


def blocking(operation: Operation, scene: Scene) -> Blocking | None:
    """Return why an operation stops others for long, None where it does not."""
    return next(_blocking(operation, scene), None)


def _blocking(operation: Operation, scene: Scene) -> Iterator[Blocking]:
    match operation:
        case AddConstraint(table=key, constraint=constraint) if scene.knows(key):
            if isinstance(constraint, Exclusion) or _overlaps(constraint):
                yield _key(scene.wanted(key), constraint)
        case AlterConstraint():
            return
        case AddColumn(table=key, column=column) if scene.knows(key):
            yield from _column(scene.wanted(key), column, scene)
        case AlterColumn(table=key, before=before, after=after) if scene.knows(key):
            yield from _altered(scene.wanted(key), before, after, scene)
        case AlterTable(table=key, before=had, after=has) if scene.knows(key):
            if had.unlogged != has.unlogged:
                table = scene.wanted(key)
                word = "UNLOGGED" if has.unlogged else "LOGGED"
                yield refused(
                    f'table "{key}"',
                    f"SET {word} writes every row anew while nobody can read or write",
                    table.origin,
                    "make a new table and move the rows in a migration by hand",
                    table.steering.blocking_ok,
                )
        case AlterObject(before=was, after=now) if now.ref.kind is Kind.DOMAIN:
            yield from _domain(was, now, scene)  # type: ignore[arg-type]  # by its kind
        case _:
            return


def _overlaps(constraint: object) -> bool:
    return isinstance(constraint, PrimaryKey | Unique) and constraint.without_overlaps


def _key(table: Table, constraint: Exclusion | object) -> Blocking:
    rule = "an exclusion constraint"
    if not isinstance(constraint, Exclusion):
        rule = "a key WITHOUT OVERLAPS"
    name = getattr(constraint, "name", "")
    return refused(
        f'constraint "{name}" of table "{table.name}"',
        f"PostgreSQL builds the index of {rule} while nobody can read or write the table",
        getattr(constraint, "origin", None) or table.origin,
        "declare a new table with the constraint and move the rows to it",
        getattr(constraint, "blocking_ok", None) or table.steering.blocking_ok,
    )


def _column(table: Table, column: Column, scene: Scene) -> Iterator[Blocking]:
    what = f'new column "{column.name}" of table "{table.name}"'
    reason = column.blocking_ok or table.steering.blocking_ok
    place = column.origin or table.origin
    if is_generated(column):
        yield refused(
            what,
            "a stored generated column is computed for every row while nobody can read or write",
            place,
            "virtual=True (PostgreSQL 18) computes it when it is read; or declare a plain column "
            "that may be NULL and a trigger that fills it, and then backfill=... and NOT NULL",
            reason,
        )
    domain = domain_of(column.type, scene)
    if domain is not None and is_constrained(domain):
        yield refused(what, _of_domain(domain), place, _base(domain), reason)


def _of_domain(domain: Domain) -> str:
    return (
        f'a column of domain "{domain.name}", which has rules, makes PostgreSQL write every row '
        "anew while nobody can read or write"
    )


def _base(domain: Domain) -> str:
    return f"declare it as {domain.type} with a check of its table"


def _altered(table: Table, before: Column, after: Column, scene: Scene) -> Iterator[Blocking]:
    what = f'column "{after.name}" of table "{table.name}"'
    reason = after.blocking_ok or table.steering.blocking_ok
    place = after.origin or table.origin
    changed = before.generated != after.generated or before.type != after.type
    if is_generated(after) and changed:
        yield refused(
            what,
            "a stored generated column is computed anew for every row while nobody can read or "
            "write",
            place,
            "declare another column, and drop this one when nothing uses it any more",
            reason,
        )
    domain = domain_of(after.type, scene)
    if domain is not None and before.type != after.type and is_constrained(domain):
        yield refused(what, _of_domain(domain), place, _base(domain), reason)


def _domain(before: Domain, after: Domain, scene: Scene) -> Iterator[Blocking]:
    users = [
        table
        for table in scene.before.tables.values()
        if scene.knows(table.name)
        and any(key_of(c.type.removesuffix("[]")) == after.name for c in table.columns.values())
    ]
    had = {check.name: check for check in before.checks}
    added = [
        check
        for check in after.checks
        if check.validated and not (check.name in had and had[check.name].validated)
    ]
    changed = [check for check in added if had.get(check.name) != check]
    if users and (changed or (before.nullable and not after.nullable)):
        names = ", ".join(f'"{table.name}"' for table in users)
        yield refused(
            f'domain "{after.name}"',
            f"PostgreSQL reads every row of the tables that use it ({names}) while nobody can "
            "write to any of them",
            after.origin,
            "let the check be not validated, which holds for new values; or declare checks of "
            "the tables",
            after.blocking_ok,
        )


def enum(operation: AlterEnum, scene: Scene, why: str) -> Blocking:
    """Return a change of an enum's values that no other type beside it can make, and why."""
    used = [use for use in operation.uses if scene.knows(use.table)]
    tables = [scene.wanted(use.table) for use in used]
    columns = [table.columns.get(use.column.name) for table, use in zip(tables, used, strict=True)]
    reasons = [
        (column.blocking_ok if column is not None else None) or table.steering.blocking_ok
        for table, column in zip(tables, columns, strict=True)
    ]
    names = ", ".join(dict.fromkeys(f'"{table.name}"' for table in tables))
    return refused(
        f'enum "{operation.after.name}"',
        "its values cannot be removed or put in another order but by another type, for which every "
        f"row of {names} is written anew while nobody can read or write; beside the traffic it "
        f"cannot be done, because {why}",
        operation.after.origin,
        "keep the value and forbid it by a check of the table; or declare an enum of another name "
        "and change the type of one column after the other",
        reasons[0] if all(reasons) else None,
    )
