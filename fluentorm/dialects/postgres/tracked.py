"""A session and the tables and locks by which runners know of each other."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from fluentorm.dialects.base import TRACKING_TABLE, AppliedMigration, LockHolder, Server
from fluentorm.dialects.postgres import tracking
from fluentorm.dialects.postgres.home import require_home
from fluentorm.dialects.postgres.wire import Wire
from fluentorm.errors import ConnectionFailed, DatabaseError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import psycopg

    from fluentorm.dialects.base import Record
    from fluentorm.dialects.postgres.home import Home

_UNDEFINED_TABLE, _UNDEFINED_COLUMN = "42P01", "42703"


class TrackedSession:
    """One connection in autocommit mode; see ``dialects.base.Session`` for what each method does.

    Ctrl-C cancels the running statement, which takes its transaction back, and is raised on.
    """

    def __init__(
        self,
        connection: psycopg.Connection[tuple[Any, ...]],
        pins: str = "",
    ) -> None:
        self._wire = Wire(connection, pins)
        self._namespace = ""
        self._fresh = False  # no table was in the database when it was prepared
        self._stepped = False  # whether the tables of steps are there
        info = connection.info
        self._server = Server(
            product="PostgreSQL",
            version=connection.pgconn.server_version,
            host=info.host,
            port=info.port,
            database=info.dbname,
            user=info.user,
        )
        self._home = info.dbname  # what the locks are about
        self._find, self._read = tracking.FIND, tracking.READ

    def settle(self, home: Home) -> None:
        """Be at home in a namespace: its history and locks are apart from those of others.

        Raises DatabaseError where there is no such namespace.
        """
        require_home(self.query, home)
        self._home = f"{self._home}\0{home.namespace}"
        self._find = tracking.found_in(tracking.FIND, home.namespace)
        self._read = tracking.found_in(tracking.READ, home.namespace)

    @property
    def _key(self) -> int:
        return tracking.lock_key(self._home)

    @property
    def server(self) -> Server:
        """The server and database of this session; costs no round trip."""
        return self._server

    def query(self, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows; none for a statement that gives none."""
        return self._wire.query(statement, parameters)

    def execute(self, script: str) -> None:
        """Run one or several statements, without parameters, in one transaction."""
        self._wire.execute(script)

    def applied(self) -> tuple[AppliedMigration, ...]:
        """Read the tracking table in order of application; empty when there is none."""
        try:
            rows = self.query(self._read)
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
        namespace, exists, self._fresh, self._stepped = self.query(self._find)[0]
        if namespace is None:
            raise DatabaseError(
                "there is no schema to create the tracking table in: search_path names none "
                "that exists",
                sqlstate="3F000",
                hint="CREATE SCHEMA public, or ALTER ROLE ... SET search_path",
            )
        if not exists:
            self._create_tracking(namespace)
        self._namespace = tracking.quoted(namespace)

    def _create_tracking(self, namespace: str) -> None:
        try:
            self.query(tracking.create(tracking.table(tracking.quoted(namespace))))
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

    def replace(self, names: Sequence[str], scripts: Sequence[str], record: Record) -> None:
        """Record one migration in place of others, at the position of the first of them."""
        from fluentorm.dialects.postgres.step_table import StepTable

        statements = tracking.replacing(self._tracking_table(), names, record)
        if self._stepped:
            statements += StepTable(self._wire, self._namespace).forgetting(*scripts)
        self._wire.execute(";\n".join(statements))

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
        if pid != self._wire.pid and not self._wire.pooled:
            # A session lock in a pooler's hands is given to whoever comes next.
            raise ConnectionFailed(
                f"{where} is behind a connection pooler, where the migration lock does not hold",
                hint="connect to the server itself, often port 5432; --allow-pooler runs what is "
                "one transaction",
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
        if not self._wire.closed:
            self.query(tracking.UNLOCK, (self._key,))

    def close(self) -> None:
        """End the session; harmless when called twice."""
        self._wire.close()

    def make_durable(self) -> None:
        """Return when everything applied so far is on the server's disk."""
        self.execute(tracking.barrier(self._tracking_table()))

    def try_backfill_lock(self, name: str) -> bool:
        """Take the lock of one migration's deferred backfill, without waiting."""
        return bool(self.query(tracking.TRY_LOCK, (self._backfill_key(name),))[0][0])

    def unlock_backfill(self, name: str) -> None:
        """Give that lock back; harmless without it."""
        if not self._wire.closed:
            self.query(tracking.UNLOCK, (self._backfill_key(name),))

    def _backfill_key(self, name: str) -> int:
        return tracking.lock_key(f"{self._home}\0backfill\0{name}")

    def _tracking_table(self) -> str:
        if not self._namespace:
            self.prepare_tracking()
        return tracking.table(self._namespace)

    def _tracking_namespace(self) -> str:
        """Return where the tracking table is, or would be, without creating it."""
        if not self._namespace:
            found, _, _, self._stepped = self.query(self._find)[0]
            self._namespace = tracking.quoted(found) if found is not None else ""
        return self._namespace


def _utc(moment: datetime.datetime) -> datetime.datetime:
    """Return a time of the tracking table, which has no zone but is UTC, as an aware one."""
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
