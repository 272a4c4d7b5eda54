"""Which statement of a script failed, where it stands, and in which words to say it.

The server tells a position for some errors only. For the others the results that came before count
the statements that worked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from fluentorm.dialects.postgres import splitter
from fluentorm.dialects.postgres.scratch_roles import missing_role
from fluentorm.dialects.postgres.server_errors import copying, from_result
from fluentorm.errors import DatabaseError, Failed, MigrationError, Place
from fluentorm.schema.sql_text import quote_identifier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg.errors import Diagnostic
    from psycopg.pq.abc import PGresult

    from fluentorm.dialects.base import Script

_HINTS = {
    "25001": 'put "-- Transaction: none" at the top of the file',
    "55P04": "use the new enum value in a migration of its own, after this one",
    "40P01": "nothing of it was kept; run it again",
    "55P03": "another session holds a lock on it; run it again later",
    "57014": "it would have held its locks for longer than FLUENT_STATEMENT_TIMEOUT; divide the "
    'file into steps ("-- Step: 1 long"), or say why it may block: "-- Blocking: REASON"',
    "25P04": "it would have held its locks for too long; divide the file into steps "
    '("-- Step: 1 long"), or say why it may block: "-- Blocking: REASON"',
}

_NO_SUCH_OBJECT = "42704"
# PostgreSQL 13 and 14 say that a file is missing, later ones that it is not supported.
_NO_EXTENSION = ("0A000", "58P01")
_NOT_INSTALLED = re.compile(
    r'extension "((?:[^"]|"")+)" is not available|/extension/([^/"]+?)\.control"'
)


def raise_failed(
    results: Sequence[PGresult], script: Script, *, lead: Sequence[str], start: int = 0
) -> NoReturn:
    """Raise for the last result of a script sent whole, with the statements ``lead`` before it.

    What was sent may be a part of the script, from ``start`` on.

    Raises Failed; MigrationError when a statement before the script was refused.
    """
    cause, diagnostic = _cause(results[-1])
    position = _position(diagnostic)
    if position is not None:
        position -= sum(len(statement) + len(";\n") for statement in lead) - start
    worked = len(results) - 1 - len(lead)
    unparsed = len(results) == 1 and position is not None and position >= start
    if worked < 0 and not unparsed:
        raise _lead_failed(cause, script)
    # A message that does not parse gives no result at all; then the position must do.
    before = splitter.statements_before(script.text, start) if start else 0
    number = splitter.statement_at(script.text, position or 0) if unparsed else before + worked + 1
    raise _failure(script, cause, diagnostic, number, position)


def raise_single_failed(result: PGresult, script: Script, number: int, offset: int) -> NoReturn:
    """Raise for the failed result of one statement, by its number and its offset in the script.

    Raises Failed.
    """
    cause, diagnostic = _cause(result)
    position = _position(diagnostic)
    position = None if position is None else position + offset
    raise _failure(script, cause, diagnostic, number, position)


def _cause(result: PGresult) -> tuple[DatabaseError, Diagnostic]:
    cause, diagnostic = from_result(result)
    if copying(result):
        cause = DatabaseError("COPY with data in the file works only in psql")
    return cause, diagnostic


def _position(diagnostic: Diagnostic) -> int | None:
    """Return the server's error position as an offset from 0 in what was sent."""
    given = diagnostic.statement_position
    return int(given) - 1 if given else None


def _lead_failed(cause: DatabaseError, script: Script) -> MigrationError:
    if cause.sqlstate == "23505":
        return MigrationError(
            "another runner applied it at this moment; nothing was run twice",
            place=Place(script.path),
            hint="doit migrate",
        )
    return MigrationError(
        f"it cannot be recorded: {cause.message}", place=Place(script.path), hint=cause.hint
    )


def _failure(
    script: Script,
    cause: DatabaseError,
    diagnostic: Diagnostic,
    number: int,
    position: int | None,
) -> Failed:
    offset = position if position is not None else splitter.statement_offset(script.text, number)
    line, column = splitter.line_column(script.text, offset)
    lines = [f"statement {number} failed: {cause.message}"]
    if cause.detail:
        lines.append(f"detail: {cause.detail}")
    if cause.hint:
        lines.append(f"the server's hint: {cause.hint}")
    if diagnostic.context:
        lines.append(f"context: {diagnostic.context}")
    if not script.transactional and number > 1:
        lines.append(
            f"the {number - 1} before it stay applied: the file runs outside a transaction"
        )
    return Failed(
        "\n".join(lines),
        file=script.path,
        statement=number,
        cause=cause,
        place=Place(script.path, line, column if position is not None else 0),
        hint=_hint(cause),
    )


def _hint(cause: DatabaseError) -> str | None:
    role = missing_role(cause.message) if cause.sqlstate == _NO_SUCH_OBJECT else None
    if role is not None:
        name = quote_identifier(role)
        return f"roles are not made by migrations; create it: CREATE ROLE {name}"
    extension = _NOT_INSTALLED.search(cause.message)
    if extension is not None and cause.sqlstate in _NO_EXTENSION:
        return (
            f'install "{extension[1] or extension[2]}" on the server; those that PostgreSQL itself '
            "brings are in a package such as postgresql-contrib, others have their own"
        )
    return _HINTS.get(cause.sqlstate or "")
