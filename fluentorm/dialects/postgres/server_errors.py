"""What the server says, as errors of ours.

The kind is chosen by SQLSTATE (manual, appendix A), never by the words, which may be translated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
from psycopg.errors import Diagnostic
from psycopg.pq import ExecStatus

from fluentorm.errors import (
    CheckViolation,
    ConnectionFailed,
    DatabaseError,
    ForeignKeyViolation,
    NotNullViolation,
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
}
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
    return _KINDS.get(sqlstate, DatabaseError)


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


def _decoded(message: bytes | str) -> str:
    return message.decode("utf-8", "replace") if isinstance(message, bytes) else message
