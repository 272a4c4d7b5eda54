"""A session through a connection pooler, for what is one transaction; see ``pooled``."""

from __future__ import annotations

import contextlib
import os
import platform
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fluentorm.dialects.postgres import pooled, tracking
from fluentorm.dialects.postgres.driver import PostgresSession
from fluentorm.dialects.postgres.locking import ShortLocks, milliseconds
from fluentorm.dialects.postgres.server_errors import failed
from fluentorm.dialects.postgres.wire import Wire
from fluentorm.dialects.running import unwatched
from fluentorm.errors import DatabaseError, UniqueViolation

if TYPE_CHECKING:
    from collections.abc import Sequence

    import psycopg

    from fluentorm.dialects.base import Code, LockHolder, Script
    from fluentorm.dialects.postgres.python_step import PythonStep
    from fluentorm.dialects.running import Locking, Watch

_LOCK_TIMEOUT = 0.5
_DUPLICATE_TABLE = "42P07"


class PooledSession(PostgresSession):
    """Keeps nothing in the session: no settings, no lock; a lease keeps other runners away."""

    def __init__(
        self, connection: psycopg.Connection[tuple[Any, ...]], locking: Locking | None = None
    ) -> None:
        super().__init__(connection, "", locking)
        self._wire = Wire(connection, pooled=True)
        self._locks = ShortLocks(self._wire, self._locking)
        self._holder = f"{platform.node()} {os.getpid()} {secrets.token_hex(4)}"

    def check_script(self, script: Script) -> None:
        """Refuse what cannot be run, or not through a pooler."""
        super().check_script(script)
        pooled.check(script)

    def try_lock(self) -> bool:
        """Take the lease, or make it longer; say whether we have it."""
        namespace = self._tracking_namespace()
        if not namespace:
            return True  # nothing can be recorded: prepare_tracking tells it
        try:
            self.query(pooled.creating(namespace))
        except UniqueViolation:  # another session makes it at this moment
            return False
        except DatabaseError as error:
            if error.sqlstate == _DUPLICATE_TABLE:
                return False
            raise
        return bool(self.query(pooled.taking(namespace, self._holder)))

    def lock_holder(self) -> LockHolder | None:
        """Return None: whoever has the lease has no process of the server."""
        return None

    def unlock(self) -> None:
        """Give the lease back."""
        if not self._wire.closed and self._namespace:
            with contextlib.suppress(DatabaseError):
                self.query(pooled.giving_back(self._namespace, self._holder))

    def _python(
        self, script: Script, code: Code, finish: Sequence[str], *, durable: bool = True
    ) -> PythonStep:
        from fluentorm.dialects.postgres.python_step import PythonStep

        return PythonStep(script, code, finish, wire=self._wire, durable=durable, lead=self._lead())

    def _lead(self) -> list[str]:
        lease = pooled.renewing(self._namespace, self._holder)
        return pooled.lead(self._key, lease, milliseconds(_LOCK_TIMEOUT))

    def _run_locked(
        self, script: Script, *first: str, durable: bool = True, watch: Watch = unwatched
    ) -> None:
        """Run a script as one transaction that brings all its settings along."""
        relations = () if self._fresh else self._locks.relations(script.text)
        lead = self._lead()
        lead += [] if durable else [tracking.WITHOUT_WAITING]
        lead += first
        bounded = script if relations else replace(script, may_block=True)
        results, lead = self._locks.run(
            script.text, relations, script=bounded, lead=lead, watch=watch
        )
        if results and failed(results[-1]):
            from fluentorm.dialects.postgres import failures

            failures.raise_failed(results, script, lead=lead)
