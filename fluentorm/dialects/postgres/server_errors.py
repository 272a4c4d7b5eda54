"""What the server says, as errors of ours.

The kind is chosen by SQLSTATE (manual, appendix A), never by the words, which may be translated.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import psycopg
from psycopg.errors import Diagnostic
from psycopg.pq import ExecStatus

from fluentorm.errors import (
    CheckViolation,
    ConnectionFailed,
    DatabaseError,
    DeadlockDetected,
    ExclusionViolation,
    FluentError,
    ForeignKeyViolation,
    InvalidSql,
    InvalidValue,
    LockNotAvailable,
    NotNullViolation,
    PermissionDenied,
    QueryCanceled,
    QueryError,
    ReadOnly,
    SerializationFailure,
    UndefinedColumn,
    UndefinedTable,
    UniqueViolation,
)

if TYPE_CHECKING:
    from psycopg.pq.abc import PGresult

_COPYING = frozenset((ExecStatus.COPY_IN, ExecStatus.COPY_OUT, ExecStatus.COPY_BOTH))
_FAILED = _COPYING | {ExecStatus.FATAL_ERROR, ExecStatus.BAD_RESPONSE}
_KINDS: dict[str, type[DatabaseError]] = {
    "23502": NotNullViolation,
    "23503": ForeignKeyViolation,
    "23505": UniqueViolation,
    "23514": CheckViolation,
    "23P01": ExclusionViolation,
    "25006": ReadOnly,
    "40001": SerializationFailure,
    "40P01": DeadlockDetected,
    "42501": PermissionDenied,
    "42601": InvalidSql,
    "42703": UndefinedColumn,
    "42P01": UndefinedTable,
    "55P03": LockNotAvailable,
    "57014": QueryCanceled,
}
# Classes of SQLSTATEs: data exceptions.
_CLASSES: dict[str, type[DatabaseError]] = {"22": InvalidValue}
# "Key (email)=(a@b.c) already exists.", whatever language the words are in.
_KEY = re.compile(r"\((?P<columns>[^()]+)\)=\((?P<value>.*)\)", re.DOTALL)
# Connection exceptions, the server or an administrator ending the session, and the ends of sessions
# that were idle in a transaction, or in one for too long.
_LOST = ("08", "57P", "25P03", "25P04")


def failed(result: PGresult) -> bool:
    """Say whether a result is an error, or the beginning of a COPY that nobody can serve."""
    return result.status in _FAILED


def copying(result: PGresult) -> bool:
    """Say whether the server now waits for, or sends, lines of data."""
    return result.status in _COPYING


def sqlstate_of(result: PGresult) -> str | None:
    """Return the SQLSTATE of a failed result."""
    return Diagnostic(result, "utf-8").sqlstate


def kind_of(sqlstate: str | None) -> type[DatabaseError]:
    """Return the class of error for an SQLSTATE; none at all means that the connection is gone."""
    if sqlstate is None or sqlstate.startswith(_LOST):
        return ConnectionFailed
    return _KINDS.get(sqlstate) or _CLASSES.get(sqlstate[:2], DatabaseError)


def from_diagnostic(diagnostic: Diagnostic, fallback: str) -> DatabaseError:
    """Return the error for what the server sent; ``fallback`` is the message where it sent none."""
    message = diagnostic.message_primary or fallback.strip() or "the connection was lost"
    return kind_of(diagnostic.sqlstate)(
        message,
        hint=diagnostic.message_hint,
        sqlstate=diagnostic.sqlstate,
        detail=diagnostic.message_detail,
        constraint=diagnostic.constraint_name,
        table=diagnostic.table_name,
        column=diagnostic.column_name,
    )


def from_result(result: PGresult) -> tuple[DatabaseError, Diagnostic]:
    """Return the error that a failed result holds, and the server's words behind it."""
    diagnostic = Diagnostic(result, "utf-8")
    return from_diagnostic(diagnostic, _decoded(result.error_message)), diagnostic


def from_psycopg(error: psycopg.Error) -> DatabaseError:
    """Return the error for one that psycopg raised.

    One without SQLSTATE is a lost connection only where psycopg says so (OperationalError); a
    value that cannot be sent is not.
    """
    if error.diag.sqlstate is None and not isinstance(error, psycopg.OperationalError):
        return DatabaseError(str(error).strip())
    return from_diagnostic(error.diag, str(error))


# What sending a query can raise: the driver's errors, and Python's own while it makes a text of a
# value, such as JSON of what JSON has no type for, or a number of too many digits.
NOT_SENT = (psycopg.Error, TypeError, ValueError, OverflowError, RecursionError)


def refusal(error: Exception, sql: str | None = None) -> FluentError:
    """Return the error for what went wrong with a query: ``sql``, without its parameters.

    A value that the driver cannot send is an InvalidValue like one that the server does not take.
    """
    if isinstance(error, UnicodeError):
        return QueryError(f"a text cannot be sent: {error}")
    if not isinstance(error, psycopg.Error):
        return QueryError(f"a value cannot be sent: {error}")
    found = from_psycopg(error)
    if type(found) is DatabaseError and isinstance(error, psycopg.DataError):
        found = InvalidValue(found.message)
    found.sql = sql
    key = _KEY.search(found.detail) if found.detail else None
    if key is not None:
        found.value = key["value"]
        if found.column is None and "," not in key["columns"]:
            found.column = key["columns"].strip('"')
    return found


def _decoded(message: bytes | str) -> str:
    return message.decode("utf-8", "replace") if isinstance(message, bytes) else message
