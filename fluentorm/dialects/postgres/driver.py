"""A session on PostgreSQL, through psycopg 3: what ``dialects.base.Session`` asks for.

A migration is one message of the simple protocol: first the statement that records it, then the
file as it is. The server runs such a message as one transaction (manual 55.2.2.1), so it takes one
round trip, nothing in the file can swallow the record, and a runner that comes second fails on the
record's key before it runs anything.
"""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import generators
from psycopg.pq import TransactionStatus

from fluentorm.dialects.base import TRACKING_TABLE, AppliedMigration, LockHolder, Server
from fluentorm.dialects.postgres import tracking
from fluentorm.dialects.postgres.connecting import open_connection
from fluentorm.dialects.postgres.server_errors import copying, failed, from_psycopg, from_result
from fluentorm.errors import ConnectionFailed, DatabaseError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg.pq.abc import PGresult

    from fluentorm.dialects.base import Record, Script

# A file without any of these words leaves nothing behind in the session.
_TOUCHES_SESSION = re.compile(r"\b(?:set|set_config|temp|temporary|role|do|call)\b", re.IGNORECASE)
_UNDEFINED_TABLE, _UNDEFINED_COLUMN = "42P01", "42703"


def connect(
    conninfo: str, *, application_name: str = "fluentorm", connect_timeout: int = 10
) -> PostgresSession:
    """Open a session on the database that a libpq URL or connection string names.

    ``connect_timeout`` is in seconds; what the string itself says wins.

    Raises ConnectionFailed, whose message names the database and never the password.
    """
    connection, pins = open_connection(
        conninfo, application_name=application_name, connect_timeout=connect_timeout
    )
    session = PostgresSession(connection, pins)
    if pins:
        session.execute(pins)
    return session


class PostgresSession:
    """One connection in autocommit mode; see ``dialects.base.Session`` for what each method does.

    Ctrl-C cancels the running statement, which takes its transaction back, and is raised on.
    """

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]], pins: str = "") -> None:
        self._connection = connection
        self._pins = pins
        self._table = ""
        self._touched = False
        info = connection.info
        self._server = Server(
            product="PostgreSQL",
            version=connection.pgconn.server_version,
            host=info.host,
            port=info.port,
            database=info.dbname,
            user=info.user,
        )
        self._key = tracking.lock_key(info.dbname)

    @property
    def server(self) -> Server:
        """The server and database of this session; costs no round trip."""
        return self._server

    def query(self, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows; none for a statement that gives none."""
        self._reset()
        try:
            cursor = self._connection.execute(statement.encode(), parameters or None)
            return cursor.fetchall() if cursor.description is not None else []
        except psycopg.Error as error:
            raise from_psycopg(error) from error

    def execute(self, script: str) -> None:
        """Run one or several statements, without parameters, in one transaction."""
        self._reset()
        results = self._send(script)
        if results and failed(results[-1]):
            raise from_result(results[-1])[0]

    def check_script(self, script: Script) -> None:
        """Refuse what cannot be run; see ``splitter.check``."""
        from fluentorm.dialects.postgres import splitter  # not needed when nothing is to be run

        splitter.check(script.text, script.path)

    def run_script(self, script: Script) -> None:
        """Run a script and record nothing."""
        if script.transactional:
            self._run_at_once(script, durable=False)
        else:
            self._run_one_by_one(script)

    def apply(self, script: Script, record: Record, *, durable: bool = True) -> None:
        """Run a script and record it."""
        insert = tracking.insert(self._tracking_table(), record)
        if script.transactional:
            self._run_at_once(script, first=insert, durable=durable)
        else:
            self._run_one_by_one(script)
            self.query(insert)

    def revert(self, script: Script, name: str) -> None:
        """Run a script and delete the record of that name."""
        delete = tracking.delete(self._tracking_table(), name)
        if script.transactional:
            self._run_at_once(script, first=delete)
        else:
            self._run_one_by_one(script)
            self.query(delete)

    def make_durable(self) -> None:
        """Return when everything applied so far is on the server's disk."""
        self.query(tracking.barrier(self._tracking_table()))

    def applied(self) -> tuple[AppliedMigration, ...]:
        """Read the tracking table in order of application; empty when there is none."""
        try:
            rows = self.query(tracking.READ)
        except DatabaseError as error:
            if error.sqlstate == _UNDEFINED_TABLE:
                return ()
            if error.sqlstate == _UNDEFINED_COLUMN:
                raise DatabaseError(
                    f'the table "{TRACKING_TABLE}" is not one of fluentorm\'s: {error.message}',
                    sqlstate=error.sqlstate,
                    hint="rename that table, or use another database",
                ) from error
            raise
        return tuple(
            AppliedMigration(position=row[0], name=row[1], checksum=row[2], applied_at=_utc(row[3]))
            for row in rows
        )

    def prepare_tracking(self) -> None:
        """Create the tracking table when it is missing."""
        namespace, exists = self.query(tracking.FIND)[0]
        if namespace is None:
            raise DatabaseError(
                "there is no schema to create the tracking table in: search_path names none "
                "that exists",
                sqlstate="3F000",
                hint="CREATE SCHEMA public, or ALTER ROLE ... SET search_path",
            )
        if not exists:
            self._create_tracking(namespace)
        self._table = tracking.table(namespace)

    def _create_tracking(self, namespace: str) -> None:
        try:
            self.query(tracking.create(tracking.table(namespace)))
        except DatabaseError as error:
            if error.sqlstate != "42501":
                raise
            from fluentorm.schema.sql_text import quote_identifier

            user, database = self._server.user, self._server.database
            raise DatabaseError(
                f'user "{user}" may not create tables in schema "{namespace}" of "{database}"',
                sqlstate=error.sqlstate,
                hint=f"as the owner: GRANT CREATE ON SCHEMA {quote_identifier(namespace)} "
                f"TO {quote_identifier(user)}",
            ) from error

    def record(self, records: Sequence[Record]) -> None:
        """Record migrations without running them; a known name gets the checksum."""
        if records:
            self.query(tracking.upsert(self._tracking_table(), records))

    def require_writable(self) -> None:
        """Refuse a standby, a read-only server and a connection through a pooler."""
        standby, read_only, pid = self.query(tracking.STATE)[0]
        where = f'"{self._server.database}" at {self._server.host}:{self._server.port}'
        if standby:
            raise DatabaseError(
                f"{where} is a standby, which takes no changes",
                sqlstate="25006",
                hint="connect to the primary server",
            )
        if read_only:
            raise DatabaseError(
                f"{where} is read-only",
                sqlstate="25006",
                hint="turn default_transaction_read_only off for this user and database, "
                "or connect to the server that takes changes",
            )
        if pid != self._connection.pgconn.backend_pid:
            # A session lock in a pooler's hands is given to whoever comes next.
            raise ConnectionFailed(
                f"{where} is behind a connection pooler, where the migration lock does not hold",
                hint="connect to the server itself, often port 5432",
            )

    def try_lock(self) -> bool:
        """Take the migration lock of this database, without waiting; say whether we have it."""
        return bool(self.query(tracking.TRY_LOCK, (self._key,))[0][0])

    def lock_holder(self) -> LockHolder | None:
        """Return who holds the migration lock; None when nobody does, or we may not see it."""
        rows = self.query(tracking.HOLDER, tracking.lock_halves(self._key))
        if not rows:
            return None
        pid, user, application, client, since = rows[0]
        return LockHolder(
            pid=pid, user=user, application=application or None, client=client, since=since
        )

    def unlock(self) -> None:
        """Give the migration lock back; harmless without it."""
        if not self._connection.closed:
            self.query(tracking.UNLOCK, (self._key,))

    def close(self) -> None:
        """End the session; harmless when called twice."""
        self._connection.close()

    def _tracking_table(self) -> str:
        if not self._table:
            self.prepare_tracking()
        return self._table

    def _run_at_once(self, script: Script, *, first: str = "", durable: bool = True) -> None:
        """Send a script in one message, with a statement of ours before it."""
        lead = [] if durable else [tracking.WITHOUT_WAITING]
        lead += [first] if first else []
        self._reset()
        self._touched = _TOUCHES_SESSION.search(script.text) is not None
        results = self._send("".join(f"{statement};\n" for statement in lead) + script.text)
        if results and failed(results[-1]):
            from fluentorm.dialects.postgres import failures

            failures.raise_failed(results, script, lead=lead)

    def _run_one_by_one(self, script: Script) -> None:
        """Send each statement of a script in a message, and so a transaction, of its own."""
        from fluentorm.dialects.postgres import failures, splitter

        self._reset()
        self._touched = True
        for number, statement in enumerate(splitter.split(script.text), 1):
            results = self._send(script.text[statement.start : statement.end])
            if results and failed(results[-1]):
                failures.raise_single_failed(results[-1], script, number, statement.start)

    def _reset(self) -> None:
        """Take back what the script before may have set, so that each begins alike."""
        idle = self._connection.pgconn.transaction_status == TransactionStatus.IDLE
        if self._touched and idle:
            self._touched = False
            self.execute(tracking.RESET_SESSION + self._pins)

    def _send(self, text: str) -> list[PGresult]:
        """Send a message of the simple protocol; return all results, the failed one included."""
        pgconn = self._connection.pgconn
        try:
            pgconn.send_query(text.encode())
            results: list[PGresult] = self._connection.wait(generators.execute(pgconn))
        except psycopg.Error as error:
            raise from_psycopg(error) from error
        if results and copying(results[-1]):
            self.close()  # the server waits for data that nobody has
        return results


def _utc(moment: datetime.datetime) -> datetime.datetime:
    """Return a time of the tracking table, which has no zone but is UTC, as an aware one."""
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
