"""Running the code of a migration in Python, in one transaction with its record or outside any.

The record is written last, so that code that ends the transaction on its own cannot commit it: a
savepoint at the beginning tells whether the transaction is still the same in the end.
"""

from __future__ import annotations

import contextlib
import random
import re
import time
from typing import TYPE_CHECKING, Any

import psycopg

from fluentorm.dialects.postgres import pooled, splitter, tracking
from fluentorm.dialects.postgres.database import Database, Transaction
from fluentorm.dialects.postgres.locking import RETRIED, milliseconds, time_limits
from fluentorm.dialects.postgres.server_errors import from_psycopg
from fluentorm.dialects.running import LockRetry
from fluentorm.errors import (
    DatabaseError,
    Failed,
    FileFormat,
    FluentError,
    MigrationError,
    Place,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fluentorm.dialects.base import Code, Script
    from fluentorm.dialects.postgres.locking import ShortLocks
    from fluentorm.dialects.postgres.wire import Wire
    from fluentorm.dialects.running import Locking, Watch

_GUARD = "_fluent_python"
_MAY_END = re.compile(r"\b(?:begin|start|commit|end|rollback|abort|prepare)\b", re.IGNORECASE)
_ABORTED, _IN_TRANSACTION = "25P02", "25001"
_ANOTHER = ("3B001", "25P01")  # no such savepoint, and no transaction at all
_FIRST_PAUSE, _PAUSE_GROWTH, _LONGEST_PAUSE, _JITTER = 0.2, 1.7, 15.0, 0.25


class PythonStep:
    """Runs the code of one script on a connection; ``finish`` are statements that record it.

    ``lead`` are those that a transaction has to begin with on a connection that others use too.
    """

    def __init__(
        self,
        script: Script,
        code: Code,
        finish: Sequence[str],
        *,
        wire: Wire,
        durable: bool = True,
        lead: Sequence[str] = (),
    ) -> None:
        self._lead_in = lead
        self._script = script
        self._code = code
        self._finish = finish
        self._wire = wire
        self._durable = durable

    def run(self) -> None:
        """Run it where nobody else waits for locks. Raises Failed."""
        if self._script.transactional:
            self._transaction("'0'")
        else:
            self._free()

    def run_among_others(self, locks: ShortLocks, locking: Locking, watch: Watch) -> None:
        """Run it, again while a lock is not to be had, as what is SQL is. Raises Failed."""
        if not self._script.transactional:
            return self._free()
        start, pause, attempt = time.monotonic(), _FIRST_PAUSE, 0
        timeout = milliseconds(locks.strong_timeout(locking.lock_timeout))
        while True:
            attempt += 1
            try:
                return self._transaction(timeout)
            except Failed as error:
                sleep = pause * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - no secret
                waited = time.monotonic() - start
                over = waited + sleep > locking.retry_budget
                if error.cause.sqlstate not in RETRIED or over or self._wire.closed:
                    raise
            watch(
                LockRetry(
                    script=self._script.path,
                    attempt=attempt,
                    pause=sleep,
                    waited=waited,
                    budget=locking.retry_budget,
                )
            )
            time.sleep(sleep)
            pause = min(pause * _PAUSE_GROWTH, _LONGEST_PAUSE)

    def _transaction(self, lock_timeout: str) -> None:
        """Run the code and its record as one transaction."""
        self._wire.reset()
        self._wire.touch()
        connection = self._wire.connection
        with self._refusals(), _restored(connection), connection.transaction():
            for statement in self._lead(lock_timeout):
                connection.execute(statement.encode())
            connection.cursor_factory = _Shared if self._wire.pooled else _InTransaction
            self._call(Transaction(connection))
            self._require_same(connection)
            for statement in self._finish:
                connection.execute(statement.encode())

    def _lead(self, lock_timeout: str) -> list[str]:
        """Return the settings: code may work for long, and wait for a lock only shortly."""
        return [
            *self._lead_in,
            f"SET LOCAL lock_timeout = {lock_timeout}",
            "SET LOCAL idle_in_transaction_session_timeout = 0",
            *time_limits(self._wire.version, 0.0),
            *([] if self._durable else [tracking.WITHOUT_WAITING]),
            f"SAVEPOINT {_GUARD}",
        ]

    def _require_same(self, connection: psycopg.Connection[Any]) -> None:
        connection.cursor_factory = psycopg.Cursor
        try:
            connection.execute(f"RELEASE SAVEPOINT {_GUARD}".encode())
        except psycopg.Error as error:
            cause = from_psycopg(error)
            if cause.sqlstate == _ABORTED:
                raise self._failed(
                    "went on after a statement that failed, so nothing of it can be kept",
                    cause,
                    hint="try what may fail inside: with db.transaction():",
                ) from error
            if cause.sqlstate in _ANOTHER:
                raise self._failed(
                    "ended the transaction on its own: what it committed stays, unrecorded", cause
                ) from error
            raise

    def _free(self) -> None:
        """Run code that commits on its own, and record it after that."""
        self._wire.reset()
        self._wire.touch()
        settings = ["SET lock_timeout = 0", "SET idle_in_transaction_session_timeout = 0"]
        settings += [one.replace("LOCAL ", "") for one in time_limits(self._wire.version, 0.0)]
        self._wire.execute("; ".join(settings))
        self._wire.touch()
        connection = self._wire.connection
        with self._refusals(), _restored(connection):
            self._call(Database(connection))
            if not self._wire.idle and not self._wire.closed:
                connection.execute(b"ROLLBACK")
                cause = DatabaseError("a transaction was left open")
                raise self._failed(
                    "left a transaction open, which was taken back",
                    cause,
                    hint="commit what it begins: with db.transaction():",
                )
        if self._finish:
            self._wire.execute(";\n".join(self._finish))

    def _call(self, db: Database | Transaction) -> None:
        try:
            self._code.call(db)
        except KeyboardInterrupt:
            raise
        except FileFormat as error:  # the file's own lines, which worked when it was checked
            cause = DatabaseError(error.message)
            raise self._failed(error.message, cause, hint=error.hint, place=error.place) from error
        except psycopg.Error as error:
            raise self._refused(from_psycopg(error), error) from error
        except DatabaseError as error:
            raise self._refused(error, error) from error
        except BaseException as error:
            raise self._raised(error) from error

    @contextlib.contextmanager
    def _refusals(self) -> Iterator[None]:
        """Tell what the server says at the commit, where no line of the author's is at work."""
        try:
            yield
        except psycopg.Error as error:
            cause = from_psycopg(error)
            raise self._failed(f"could not be kept: {cause.message}", cause) from error

    def _refused(self, cause: DatabaseError, error: BaseException) -> Failed:
        """Return the error for what the server refused."""
        hint = cause.hint
        if cause.sqlstate == _IN_TRANSACTION:
            hint = "write transaction = False as a line of the file, to commit on your own"
        elif cause.sqlstate in RETRIED:
            hint = "nothing of it was kept; FLUENT_LOCK_RETRY_BUDGET=SECONDS tries for longer"
        detail = f"\ndetail: {cause.detail}" if cause.detail else ""
        place = self._code.place_of(error)
        return self._failed(f"failed: {cause.message}{detail}", cause, hint=hint, place=place)

    def _raised(self, error: BaseException) -> Failed:
        """Return the error for what the author's own code raised."""
        words = self._code.words_of(error)
        place = self._code.place_of(error)
        hint = error.hint if isinstance(error, FluentError) else None
        return self._failed(f"raised {words}", DatabaseError(words), place=place, hint=hint)

    def _failed(
        self,
        what: str,
        cause: DatabaseError,
        *,
        hint: str | None = None,
        place: Place | None = None,
    ) -> Failed:
        stays = (
            ""
            if self._script.transactional
            else "\nwhat it committed before stays: the file says transaction = False"
        )
        return Failed(
            f"{self._code.function}() {what}{stays}",
            file=self._script.path,
            statement=0,
            cause=cause,
            place=place or Place(self._script.path),
            hint=hint,
        )


class _InTransaction(psycopg.Cursor[Any]):
    """A cursor that refuses what would end the transaction around it."""

    def execute(self, query: Any, *rest: Any, **options: Any) -> Any:
        """Run a statement. Raises MigrationError for transaction control."""
        self._require_harmless(query)
        return super().execute(query, *rest, **options)

    def executemany(self, query: Any, *rest: Any, **options: Any) -> None:
        """Run a statement for many values. Raises MigrationError for transaction control."""
        self._require_harmless(query)
        super().executemany(query, *rest, **options)

    def _require_harmless(self, query: Any) -> None:
        text = self._text(query)
        if _MAY_END.search(text) is None:
            return
        with contextlib.suppress(splitter.Unterminated):  # the server tells it better
            for statement in splitter.split(text):
                if _ends(statement.words):
                    word = statement.words[0].upper()
                    raise MigrationError(f"{word} would end the transaction that it runs in")

    def _text(self, query: Any) -> str:
        text = query.decode() if isinstance(query, bytes) else query
        return text if isinstance(text, str) else str(text.as_string(self.connection))


class _Shared(_InTransaction):
    """A cursor of a connection that others get after the transaction."""

    def _require_harmless(self, query: Any) -> None:
        super()._require_harmless(query)
        with contextlib.suppress(splitter.Unterminated):
            for _, words in pooled.leaks(self._text(query)):
                raise MigrationError(pooled.leak(words), hint="write SET LOCAL")


def _ends(words: tuple[str, ...]) -> bool:
    if words[:1] == ("rollback",):
        return "to" not in words
    return words[:1] in (("begin",), ("commit",), ("end",), ("abort",)) or words[:2] in (
        ("start", "transaction"),
        ("prepare", "transaction"),
    )


@contextlib.contextmanager
def _restored(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Give a connection back with the ways of reading rows that the runner counts on."""
    kept = connection.row_factory, connection.cursor_factory, connection.prepare_threshold
    try:
        yield
    finally:
        connection.row_factory, connection.cursor_factory, connection.prepare_threshold = kept
        if not connection.closed and not connection.autocommit:
            connection.rollback()
            connection.autocommit = True
