"""A session on PostgreSQL, through psycopg 3: what ``dialects.base.Session`` asks for.

A migration is one message of the simple protocol: first the statement that records it, then the
file as it is. The server runs such a message as one transaction (manual 55.2.2.1), so it takes one
round trip, nothing in the file can swallow the record, and a runner that comes second fails on the
record's key before it runs anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fluentorm.dialects.postgres import tracking
from fluentorm.dialects.postgres.connecting import is_pooled, open_connection
from fluentorm.dialects.postgres.home import Home
from fluentorm.dialects.postgres.locking import ShortLocks, unlimited
from fluentorm.dialects.postgres.server_errors import failed
from fluentorm.dialects.postgres.tracked import TrackedSession
from fluentorm.dialects.running import Locking, unwatched
from fluentorm.errors import ConnectionFailed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import psycopg

    from fluentorm.dialects.base import Code, Record, Script
    from fluentorm.dialects.postgres.python_step import PythonStep
    from fluentorm.dialects.postgres.step_table import StepTable
    from fluentorm.dialects.postgres.stepwise import Stepwise
    from fluentorm.dialects.running import Finding, StepRecord, Watch


def connect(
    conninfo: str,
    *,
    application_name: str = "fluentorm",
    connect_timeout: int = 10,
    locking: Locking | None = None,
    allow_pooler: bool = False,
    home: Home | None = None,
) -> PostgresSession:
    """Open a session on the database that a libpq URL or connection string names.

    ``connect_timeout`` is in seconds; what the string itself says wins. ``locking`` is how long
    statements may wait and work on tables that are in use. ``allow_pooler`` lets changes go through
    a pooler, as far as that works; see ``pooled``. ``home`` is where in the database the session
    is at home, by default where the search path says.

    Raises ConnectionFailed, whose message names the database and never the password.
    """
    connection, pins = open_connection(
        conninfo,
        application_name=application_name,
        connect_timeout=connect_timeout,
        search_path=home.search_path if home is not None else "",
    )
    if home is not None:
        if pins and is_pooled(connection):
            connection.close()
            raise ConnectionFailed(
                "a namespace cannot be the home of a session behind a connection pooler",
                hint="connect to the server itself, often port 5432",
            )
        return _at_home(PostgresSession(connection, pins, locking), pins, home)
    if (pins or allow_pooler) and is_pooled(connection):
        if allow_pooler:
            from fluentorm.dialects.postgres.pooled_session import PooledSession

            return PooledSession(connection, locking)
        return PostgresSession(connection, "", locking)  # our settings would reach others
    session = PostgresSession(connection, pins, locking)
    if pins:
        session.execute(pins)
    return session


def _at_home(session: PostgresSession, pins: str, home: Home) -> PostgresSession:
    """Let a session know its home. Raises DatabaseError, with the session closed."""
    try:
        if pins:
            session.execute(pins)
        session.settle(home)
    except BaseException:
        session.close()
        raise
    return session


class PostgresSession(TrackedSession):
    """A session that runs scripts; ``locking`` is how long it waits on tables that are in use."""

    def __init__(
        self,
        connection: psycopg.Connection[tuple[Any, ...]],
        pins: str = "",
        locking: Locking | None = None,
    ) -> None:
        super().__init__(connection, pins)
        self._locking = locking or Locking()
        self._locks = ShortLocks(self._wire, self._locking)

    def check_script(self, script: Script) -> None:
        """Refuse what cannot be run; see ``splitter.check`` and ``steps.parse_steps``."""
        if script.code is not None:
            script.code.load()
            return
        from fluentorm.dialects.postgres import splitter  # not needed when nothing is to be run

        splitter.check(script.text, script.path)
        if script.stepped:
            from fluentorm.dialects.postgres.steps import parse_steps

            parse_steps(script)

    def run_script(self, script: Script) -> None:
        """Run a script and record nothing; steps run one after the other, backfills as they are."""
        if script.code is not None:
            self._python(script, script.code, ()).run()
            return
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
        if script.code is not None:
            step = self._python(script, script.code, [insert], durable=durable)
            step.run_among_others(self._locks, self._locking, watch)
            return True
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
            return self._stepwise(script, down, delete, watch).run(leave_deferred=False)
        if self._stepped:
            delete += self._steps.forgetting(name, down)
        if script.code is not None:
            step = self._python(script, script.code, delete)
            step.run_among_others(self._locks, self._locking, watch)
            return True
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

    def step_records(self) -> tuple[StepRecord, ...]:
        """Read how far the files with steps have come; empty where there are none."""
        self._tracking_namespace()
        return self._steps.read() if self._stepped else ()

    @property
    def _steps(self) -> StepTable:
        from fluentorm.dialects.postgres.step_table import StepTable

        return StepTable(self._wire, self._namespace)

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

    def _python(
        self, script: Script, code: Code, finish: Sequence[str], *, durable: bool = True
    ) -> PythonStep:
        from fluentorm.dialects.postgres.python_step import PythonStep

        return PythonStep(script, code, finish, wire=self._wire, durable=durable)

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
