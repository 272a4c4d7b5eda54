"""Which object it is that the server has no words for: a view, say, whose function is gone.

A query over all views fails as a whole, and the server's message tells numbers only. So each of
them is asked for alone, once nothing else can be done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from fluentorm.errors import DatabaseError

if TYPE_CHECKING:
    from fluentorm.dialects.base import Session
    from fluentorm.dialects.postgres.catalog.failures import Unreadable

# The catalog that a query is about, with a condition, and what puts a row of it into words.
_ASKED: Mapping[str, tuple[str, str, str]] = {
    "views": ("pg_class", "relkind IN ('v', 'm')", "pg_get_viewdef(oid)"),
    "rules": ("pg_rewrite", "rulename <> '_RETURN'", "pg_get_ruledef(oid)"),
    "triggers": ("pg_trigger", "NOT tgisinternal", "pg_get_triggerdef(oid)"),
    "constraints": ("pg_constraint", "true", "pg_get_constraintdef(oid)"),
    "columns": ("pg_attrdef", "true", "pg_get_expr(adbin, adrelid)"),
    "indexes": ("pg_class", "relkind IN ('i', 'I')", "pg_get_indexdef(oid)"),
    "index_keys": ("pg_class", "relkind IN ('i', 'I')", "pg_get_indexdef(oid)"),
    "statistics": ("pg_statistic_ext", "true", "pg_get_statisticsobjdef(oid)"),
    "policies": (
        "pg_policy",
        "true",
        "concat(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))",
    ),
    "routines": ("pg_proc", "prokind <> 'a'", "pg_get_functiondef(oid)"),
}
_FIRST_OWN = 16384


def named(session: Session, error: Unreadable, *, inside_transaction: bool) -> DatabaseError:
    """Return the error with the name of the object that it is about, as it is where none is found.

    The session stands where it stood before the catalogs were read.
    """
    if error.query not in _ASKED:
        return error
    for number in _numbers(session, *_ASKED[error.query][:2]):
        cause = _failure(session, error.query, number, inside_transaction)
        what = _described(session, _ASKED[error.query][0], number) if cause is not None else None
        if cause is not None and what is not None:
            return DatabaseError(
                f'{what} of "{session.server.database}" cannot be read: {cause.message}',
                sqlstate=error.sqlstate,
                hint="it needs something that is gone: drop it, or make it anew",
            )
    return error


def _numbers(session: Session, catalog: str, condition: str) -> Iterator[int]:
    rows = session.query(
        f"SELECT oid::int8 FROM {catalog} WHERE oid >= {_FIRST_OWN} AND {condition} ORDER BY oid"  # noqa: S608
    )
    return (row[0] for row in rows)


def _failure(
    session: Session, query: str, number: int, inside_transaction: bool
) -> DatabaseError | None:
    catalog, _, words = _ASKED[query]
    if inside_transaction:
        session.query("SAVEPOINT culprit")
    try:
        session.query(f"SELECT {words} FROM {catalog} WHERE oid = {number}")  # noqa: S608
    except DatabaseError as error:
        return error
    finally:
        if inside_transaction:
            session.query("ROLLBACK TO SAVEPOINT culprit")
    return None


def _described(session: Session, catalog: str, number: int) -> str | None:
    """Return what an object is called, None where it is gone itself meanwhile."""
    described = f"pg_describe_object('{catalog}'::regclass, {number}, 0)"
    found: str | None = session.query(f"SELECT {described}")[0][0]
    return found
