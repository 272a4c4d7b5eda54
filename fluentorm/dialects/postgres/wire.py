"""A connection as the parts of the driver use it: messages of the simple protocol, and queries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import generators
from psycopg.pq import TransactionStatus

from fluentorm.dialects.postgres import tracking
from fluentorm.dialects.postgres.server_errors import copying, failed, from_psycopg, from_result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg.pq.abc import PGresult

# A file without any of these words leaves nothing behind in the session.
_TOUCHES_SESSION = re.compile(r"\b(?:set|set_config|temp|temporary|role|do|call)\b", re.IGNORECASE)


class Wire:
    """One connection in autocommit mode; ``pins`` is SQL that sets what RESET ALL takes away.

    ``pooled`` says that others use it too: nothing may be set for longer than a transaction.

    Ctrl-C cancels the running statement, which takes its transaction back, and is raised on.
    """

    def __init__(
        self,
        connection: psycopg.Connection[tuple[Any, ...]],
        pins: str = "",
        *,
        pooled: bool = False,
    ) -> None:
        self.connection = connection
        self.pooled = pooled
        self._pins = pins
        self._touched = False

    @property
    def version(self) -> int:
        """The server's version as a number, such as 180006."""
        return self.connection.pgconn.server_version

    @property
    def pid(self) -> int:
        """The process of the server that the client library was told of."""
        return self.connection.pgconn.backend_pid

    @property
    def idle(self) -> bool:
        """Whether no transaction is open."""
        return self.connection.pgconn.transaction_status == TransactionStatus.IDLE

    @property
    def closed(self) -> bool:
        """Whether the connection is gone."""
        return bool(self.connection.closed)

    def query(self, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows; none for a statement that gives none.

        Raises DatabaseError and its kinds, here and below.
        """
        self.reset()
        return self.peek(statement, parameters)

    def peek(self, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Do what ``query`` does under the settings as they are."""
        try:
            cursor = self.connection.execute(statement.encode(), parameters or None)
            return cursor.fetchall() if cursor.description is not None else []
        except psycopg.Error as error:
            raise from_psycopg(error) from error

    def change(self, statement: str) -> int:
        """Run one statement without parameters and return how many rows it changed."""
        results = self.send(statement)
        if results and failed(results[-1]):
            raise from_result(results[-1])[0]
        return int(results[-1].command_tuples or 0) if results else 0

    def execute(self, script: str) -> None:
        """Run one or several statements, without parameters, in one transaction."""
        self.reset()
        results = self.send(script)
        if results and failed(results[-1]):
            raise from_result(results[-1])[0]

    def send(self, text: str) -> list[PGresult]:
        """Send a message of the simple protocol; return all results, the failed one included."""
        pgconn = self.connection.pgconn
        try:
            pgconn.send_query(text.encode())
            results: list[PGresult] = self.connection.wait(generators.execute(pgconn))
        except psycopg.Error as error:
            raise from_psycopg(error) from error
        if results and copying(results[-1]):
            self.close()  # the server waits for data that nobody has
        return results

    def touch(self, text: str | None = None) -> None:
        """Note that what is sent next may leave settings behind; None where it surely does."""
        self._touched = text is None or _TOUCHES_SESSION.search(text) is not None

    def reset(self) -> None:
        """Take back what the script before may have set, so that each begins alike."""
        if self._touched and self.idle and not self.pooled:
            self._touched = False
            self.execute(tracking.RESET_SESSION + self._pins)

    def close(self) -> None:
        """End the connection; harmless when called twice."""
        self.connection.close()
