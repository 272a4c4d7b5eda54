"""A session on PostgreSQL, through psycopg 3: what ``dialects.base.Session`` asks for.

A migration is one message of the simple protocol: first the statement that records it, then the
file as it is. The server runs such a message as one transaction (manual 55.2.2.1), so it takes one
round trip, nothing in the file can swallow the record, and a runner that comes second fails on the
record's key before it runs anything.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from fluentorm.dialects.base import TRACKING_TABLE, AppliedMigration, LockHolder, Server
from fluentorm.dialects.postgres import tracking
from fluentorm.dialects.postgres.connecting import is_pooled, open_connection
from fluentorm.dialects.postgres.locking import ShortLocks, unlimited
from fluentorm.dialects.postgres.server_errors import failed
from fluentorm.dialects.postgres.wire import Wire
from fluentorm.dialects.running import Locking, unwatched
from fluentorm.errors import ConnectionFailed, DatabaseError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import psycopg

    from fluentorm.dialects.base import Record, Script
    from fluentorm.dialects.postgres.step_table import StepTable
    from fluentorm.dialects.postgres.stepwise import Stepwise
    from fluentorm.dialects.running import Finding, StepRecord, Watch

_UNDEFINED_TABLE, _UNDEFINED_COLUMN = "42P01", "42703"


def connect(
    conninfo: str,
    *,
    application_name: str = "fluentorm",
    connect_timeout: int = 10,
    locking: Locking | None = None,
    allow_pooler: bool = False,
) -> PostgresSession:
    """Open a session on the database that a libpq URL or connection string names.

    ``connect_timeout`` is in seconds; what the string itself says wins. ``locking`` is how long
    statements may wait and work on tables that are in use. ``allow_pooler`` lets changes go through
    a pooler, as far as that works; see ``pooled``.

    Raises ConnectionFailed, whose message names the database and never the password.
    """
    connection, pins = open_connection(
        conninfo, application_name=application_name, connect_timeout=connect_timeout
    )
    if (pins or allow_pooler) and is_pooled(connection):
        if allow_pooler:
            from fluentorm.dialects.postgres.pooled_session import PooledSession

            return PooledSession(connection, locking)
        return PostgresSession(connection, "", locking)  # our settings would reach others
    session = PostgresSession(connection, pins, locking)
    if pins:
        session.execute(pins)
    return session


class PostgresSession:
    """One connection in autocommit mode; see ``dialects.base.Session`` for what each method does.

    Ctrl-C cancels the running statement, which takes its transaction back, and is raised on.
    """

    def __init__(
        self,
        connection: psycopg.Connection[tuple[Any, ...]],
        pins: str = "",
        locking: Locking | None = None,
    ) -> None:
        self._wire = Wire(connection, pins)
        self._locking = locking or Locking()
        self._locks = ShortLocks(self._wire, self._locking)
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
        self._key = tracking.lock_key(info.dbname)

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

    def check_script(self, script: Script) -> None:
        """Refuse what cannot be run; see ``splitter.check`` and ``steps.parse_steps``."""
        from fluentorm.dialects.postgres import splitter  # not needed when nothing is to be run

        splitter.check(script.text, script.path)
        if script.stepped:
            from fluentorm.dialects.postgres.steps import parse_steps

            parse_steps(script)

    def run_script(self, script: Script) -> None:
        """Run a script and record nothing; steps run one after the other, backfills as they are."""
        parts = self._parts(script)
        if parts:
            for start, end, alone in parts:
                self._run_part(script, start, end, alone=alone)
        elif script.transactional:
            self._run_at_once(script, durable=False)
        else:
            self._run_one_by_one(script)

    def apply(
        self, script: Script, record: Record, *, durable: bool = True, watch: Watch = unwatched
    ) -> bool:
        """Run a script and record it; say whether all of it is done."""
        insert = tracking.insert(self._tracking_table(), record)
        if self._parts(script):
            return self._stepwise(script, record.name, [insert], watch).run()
        if script.transactional:
            self._run_locked(script, insert, durable=durable, watch=watch)
        else:
            self._run_one_by_one(script)
            self._wire.query(insert)
        return True

    def revert(self, script: Script, name: str, *, watch: Watch = unwatched) -> bool:
        """Run a script and delete the record of that name; say whether all of it is done."""
        delete = [tracking.delete(self._tracking_table(), name)]
        down = script_name(script)
        if self._parts(script):
            self._stepped = True
            delete += self._steps.forgetting(name, down)
            return self._stepwise(script, down, delete, watch).run()
        if self._stepped:
            delete += self._steps.forgetting(name, down)
        if script.transactional:
            self._run_locked(script, *delete, watch=watch)
        else:
            self._run_one_by_one(script)
            self._wire.execute(";\n".join(delete))
        return True

    def run_deferred(self, script: Script, record: Record, *, watch: Watch = unwatched) -> bool:
        """Run the deferred backfill of a script whose turn it is; say whether there was one."""
        insert = tracking.insert(self._tracking_table(), record)
        return self._stepwise(script, record.name, [insert], watch).run_deferred()

    def repair(
        self, script: Script, record: Record, *, watch: Watch = unwatched
    ) -> tuple[int, ...]:
        """Take the next step for done if the catalog says so; return the number taken."""
        insert = tracking.insert(self._tracking_table(), record)
        return self._stepwise(script, record.name, [insert], watch).repair()

    def repair_down(
        self, script: Script, name: str, *, watch: Watch = unwatched
    ) -> tuple[int, ...]:
        """Do what ``repair`` does for a migration that is being rolled back."""
        down = script_name(script)
        delete = [tracking.delete(self._tracking_table(), name)]
        delete += self._steps.forgetting(name, down)
        return self._stepwise(script, down, delete, watch).repair()

    def abort(self, script: Script, name: str, *, watch: Watch = unwatched) -> tuple[int, ...]:
        """Take back the steps of a script that were done, the last one first; return them.

        ``name`` is that by which the steps are known.
        """
        from fluentorm.dialects.postgres.abort import Abort

        self._tracking_namespace()
        return Abort(
            script, name, wire=self._wire, locks=self._locks, table=self._steps, watch=watch
        ).run()

    def examine(
        self,
        scripts: Sequence[Script],
        *,
        wanted_version: int | None = None,
        everything: bool = False,
    ) -> tuple[Finding, ...]:
        """Return what would stop scripts half-way, or make them wait.

        In a database without tables there is nobody to wait for: only the version matters.
        """
        from fluentorm.dialects.postgres import preflight

        wanted = None if self._fresh and not everything else list(scripts)
        return preflight.examine(
            self._wire,
            wanted,
            wanted_version=wanted_version,
            everything=everything,
        )

    def ask_backfills(self, request: str | None) -> tuple[str, ...]:
        """Ask the backfills that are not done to pause, to stop or to go on; return their names."""
        self._tracking_namespace()
        return self._steps.ask(request) if self._stepped else ()

    def try_backfill_lock(self, name: str) -> bool:
        """Take the lock of one migration's deferred backfill, without waiting."""
        return bool(self.query(tracking.TRY_LOCK, (self._backfill_key(name),))[0][0])

    def unlock_backfill(self, name: str) -> None:
        """Give that lock back; harmless without it."""
        if not self._wire.closed:
            self.query(tracking.UNLOCK, (self._backfill_key(name),))

    def _backfill_key(self, name: str) -> int:
        return tracking.lock_key(f"{self._server.database}\0backfill\0{name}")

    def step_records(self) -> tuple[StepRecord, ...]:
        """Read how far the files with steps have come; empty where there are none."""
        self._tracking_namespace()
        return self._steps.read() if self._stepped else ()

    def make_durable(self) -> None:
        """Return when everything applied so far is on the server's disk."""
        self.execute(tracking.barrier(self._tracking_table()))

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
        namespace, exists, self._fresh, self._stepped = self.query(tracking.FIND)[0]
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

    @property
    def _steps(self) -> StepTable:
        from fluentorm.dialects.postgres.step_table import StepTable

        return StepTable(self._wire, self._namespace)

    def _tracking_table(self) -> str:
        if not self._namespace:
            self.prepare_tracking()
        return tracking.table(self._namespace)

    def _tracking_namespace(self) -> str:
        """Return where the tracking table is, or would be, without creating it."""
        if not self._namespace:
            found, _, _, self._stepped = self.query(tracking.FIND)[0]
            self._namespace = tracking.quoted(found) if found is not None else ""
        return self._namespace

    def _stepwise(self, script: Script, name: str, finish: Sequence[str], watch: Watch) -> Stepwise:
        from fluentorm.dialects.postgres.stepwise import Stepwise

        self._stepped = True
        return Stepwise(
            script,
            name,
            finish,
            wire=self._wire,
            locks=self._locks,
            locking=self._locking,
            table=self._steps,
            watch=watch,
        )

    def _parts(self, script: Script) -> list[tuple[int, int, bool]]:
        """Return where each step starts and ends, and whether it refuses a transaction."""
        if not script.stepped:
            return []
        from fluentorm.dialects.base import StepKind
        from fluentorm.dialects.postgres.steps import parse_steps

        return [(step.start, step.end, step.kind is StepKind.BARE) for step in parse_steps(script)]

    def _run_locked(
        self, script: Script, *first: str, durable: bool = True, watch: Watch = unwatched
    ) -> None:
        """Run a script as one transaction, under the short-lock protocol where it needs that."""
        relations = () if self._fresh else self._locks.relations(script.text)
        if not relations:
            self._run_at_once(script, *first, durable=durable)
            return
        lead = ([] if durable else [tracking.WITHOUT_WAITING]) + list(first)
        results, lead = self._locks.run(
            script.text, relations, script=script, lead=lead, watch=watch
        )
        if results and failed(results[-1]):
            from fluentorm.dialects.postgres import failures

            failures.raise_failed(results, script, lead=lead)

    def _run_at_once(self, script: Script, *first: str, durable: bool = True) -> None:
        """Send a script in one message, with statements of ours before it."""
        lead = [] if durable else [tracking.WITHOUT_WAITING]
        lead += first
        self._wire.reset()
        self._wire.touch(script.text)
        results = self._wire.send("".join(f"{one};\n" for one in lead) + script.text)
        if results and failed(results[-1]):
            from fluentorm.dialects.postgres import failures

            failures.raise_failed(results, script, lead=lead)

    def _run_part(self, script: Script, start: int, end: int, *, alone: bool) -> None:
        """Run a step on a database to be thrown away, where nobody waits for its locks."""
        from fluentorm.dialects.postgres import failures, splitter

        text = script.text[start:end]
        lead: list[str] = [] if alone else [tracking.WITHOUT_WAITING]
        self._wire.reset()
        self._wire.touch(text)
        if alone:
            statement = splitter.split(text)[0]
            text = text[statement.start : statement.end]
            start += statement.start
        results = self._wire.send("".join(f"{one};\n" for one in lead) + text)
        if results and failed(results[-1]):
            failures.raise_failed(results, script, lead=lead, start=start)

    def _run_one_by_one(self, script: Script) -> None:
        """Send each statement of a script in a message, and so a transaction, of its own."""
        from fluentorm.dialects.postgres import failures, splitter

        self._wire.reset()
        self._wire.execute("; ".join(unlimited(self._wire.version)).replace("SET LOCAL", "SET"))
        self._wire.touch()
        for number, statement in enumerate(splitter.split(script.text), 1):
            results = self._wire.send(script.text[statement.start : statement.end])
            if results and failed(results[-1]):
                failures.raise_single_failed(results[-1], script, number, statement.start)


def script_name(script: Script) -> str:
    """Return the file name of a script, by which its steps are known."""
    return script.path.rpartition("/")[2]


def _utc(moment: datetime.datetime) -> datetime.datetime:
    """Return a time of the tracking table, which has no zone but is UTC, as an aware one."""
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
