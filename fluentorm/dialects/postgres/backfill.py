"""Running an UPDATE in batches: by key, each a transaction with its progress, resumable.

A batch is the next rows by key, whether or not they need the update, so that each is read once.
After a pass the condition is looked at again: rows that came behind us, or that were moved, get
another pass. The size of a batch follows its time.
"""

from __future__ import annotations

import contextlib
import json
import random
import time
from typing import TYPE_CHECKING, Any

from fluentorm.dialects.postgres.batches import CtidRanges, KeyRanges, key_of
from fluentorm.dialects.postgres.locking import RETRIED, milliseconds, time_limits
from fluentorm.dialects.running import BackfillProgress, Held
from fluentorm.errors import ConnectionFailed, DatabaseError

if TYPE_CHECKING:
    from fluentorm.dialects.postgres.batches import Batch, Ranges
    from fluentorm.dialects.postgres.locking import ShortLocks
    from fluentorm.dialects.postgres.step_table import StepTable
    from fluentorm.dialects.postgres.steps import Step
    from fluentorm.dialects.postgres.wire import Wire
    from fluentorm.dialects.running import Locking, Watch

_FIRST_BATCH, _LARGEST_BATCH = 1000, 100_000
# Seconds that a batch shall take: whoever updates one of its rows waits for its end. With batches
# of up to 0.3 s the worst wait on a table of a million rows was 0.27 s; with up to 0.08 s on a busy
# machine, where some take three times as long, 0.23 s.
_SHORTEST, _LONGEST = 0.015, 0.04
_GROWTH, _SHRINKAGE = 1.5, 0.5
_SHORTEST_PAUSE, _THROTTLE = 0.01, 0.2  # at least, and of the time of the batch
_STATEMENT_TIMEOUT = 30.0
_LOCK_TIMEOUT = 0.5
_FIRST_RETRY, _RETRY_GROWTH, _LONGEST_RETRY = 0.2, 1.7, 15.0
_LAG_EVERY, _REPORT_EVERY, _PAUSED_POLL = 1.0, 0.5, 1.0
_MOST_LAG, _MOST_LAG_BYTES = 10.0, 64 << 20
_QUERY_CANCELED = "57014"
# While so many dead rows wait for a vacuum (autovacuum begins at a fifth), the pauses are longer.
_MOST_DEAD, _LEAST_DEAD, _SLOW = 0.4, 10_000, 1.0

_LAG = """
SELECT coalesce(extract(epoch FROM max(replay_lag)), 0)::float8,
    coalesce(max(pg_catalog.pg_wal_lsn_diff(
        pg_catalog.pg_current_wal_lsn(), replay_lsn)), 0)::bigint
FROM pg_catalog.pg_stat_replication WHERE state = 'streaming'
"""
_SLOTS = """
SELECT slot_name::text FROM pg_catalog.pg_replication_slots
WHERE wal_status IN ('unreserved', 'lost') AND active LIMIT 1
"""


_DEAD = """
SELECT coalesce(sum(s.n_dead_tup), 0)::bigint, coalesce(sum(s.n_live_tup), 0)::bigint
FROM pg_catalog.pg_stat_all_tables AS s JOIN (
    SELECT pg_catalog.to_regclass(%s) UNION
    SELECT relid FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass(%s))
) AS t(id) ON s.relid = t.id
WHERE pg_catalog.current_setting('autovacuum')::boolean
"""


class Stopped(DatabaseError):
    """Somebody asked the backfill to stop."""


class Backfill:
    """One backfill step at work."""

    def __init__(
        self,
        step: Step,
        name: str,
        path: str,
        *,
        wire: Wire,
        locks: ShortLocks,
        locking: Locking,
        table: StepTable,
        watch: Watch,
    ) -> None:
        if step.update is None:
            raise AssertionError("the parser gives every backfill its statement")
        self._step = step
        self._update = step.update
        self._name = name
        self._path = path
        self._wire = wire
        self._locks = locks
        self._budget = locking.retry_budget
        self._table = table
        self._watch = watch
        self._size = step.batch or _FIRST_BATCH
        self._passed = 0
        self._rows = 0
        self._began = time.monotonic()
        self._lag_checked = 0.0
        self._reported = 0.0
        self._throttle = _THROTTLE
        self._proven = False
        self._total: int | None = None

    def run(self) -> None:
        """Update all rows that satisfy the condition.

        Raises DatabaseError: for one that never converges, a lock that is not to be had in the
        budget, replicas that stay behind, Stopped.
        """
        ranges = self._ranges()
        self._total = ranges.estimate()
        last = self._start(ranges)
        left: int | None = None
        while True:
            self._sweep(ranges, last)
            remaining = self._count_left()
            if remaining == 0:
                return
            if left is not None and remaining >= left:
                raise self._never_ends(remaining)
            left, last = remaining, None
            self._restart()

    def _ranges(self) -> Ranges:
        key = key_of(self._wire, self._update.table, self._step.key, only=self._update.only)
        if key:
            return KeyRanges(self._wire, self._update, key)
        return CtidRanges(self._wire, self._update)

    def _start(self, ranges: Ranges) -> Any:
        """Write the row of progress where there is none; return the key that was passed last."""
        rows = self._wire.query(
            f"SELECT last_key, rows, batch FROM {self._table.backfills} "
            "WHERE migration = %s AND step = %s",
            (self._name, self._step.number),
        )
        if rows:
            last, self._rows, self._size = rows[0]
            return last
        low, high = ranges.ends()
        self._wire.query(
            f"INSERT INTO {self._table.backfills} (migration, step, lo, hi, batch) "
            "VALUES (%s, %s, %s::jsonb, %s::jsonb, %s)",
            (self._name, self._step.number, json.dumps(low), json.dumps(high), self._size),
        )
        return None

    def _restart(self) -> None:
        self._wire.query(
            f"UPDATE {self._table.backfills} SET last_key = NULL, updated_at = now() "
            "WHERE migration = %s AND step = %s",
            (self._name, self._step.number),
        )

    def _sweep(self, ranges: Ranges, last: Any) -> None:
        """Go through all keys behind the last one."""
        while True:
            self._obey()
            self._wait_for_replicas()
            start = time.monotonic()
            batch = self._next_batch(ranges, last)
            if batch is None:
                self._report(final=True)
                return
            took = time.monotonic() - start
            last = batch.last
            self._passed += batch.size
            self._adapt(took, full=batch.size >= self._size)
            self._report()
            time.sleep(max(_SHORTEST_PAUSE, took * self._throttle))

    def _next_batch(self, ranges: Ranges, last: Any) -> Batch | None:
        """Run one batch, again while locks are not to be had; None when no key is left."""
        start, pause = time.monotonic(), _FIRST_RETRY
        while True:
            try:
                batch = ranges.after(last, self._size)
                if batch is not None:
                    self._commit(batch, last)
                return batch
            except DatabaseError as error:
                self._roll_back()
                if error.sqlstate == _QUERY_CANCELED and self._size > 1:
                    self._size = max(1, self._size // 4)
                elif error.sqlstate not in RETRIED:
                    raise
                sleep = pause * random.uniform(0.75, 1.25)  # noqa: S311 - no secret
                if time.monotonic() - start + sleep > self._budget:
                    raise
                self._hold(f"rows are locked or slow ({error.message})")
                time.sleep(sleep)
                pause = min(pause * _RETRY_GROWTH, _LONGEST_RETRY)
            except BaseException:
                self._roll_back()
                raise

    def _commit(self, batch: Batch, last: Any) -> None:
        """Run one batch and note it, in one transaction.

        It does not wait for the disk, since whoever wants its rows would wait with it. A crash
        loses a tail of whole batches, with their notes; the commit of the step waits for them all.
        """
        limits = time_limits(self._wire.version, _STATEMENT_TIMEOUT)
        lock = milliseconds(self._locks.strong_timeout(_LOCK_TIMEOUT))
        settings = [f"SET LOCAL lock_timeout = {lock}", "SET LOCAL synchronous_commit = off"]
        self._wire.execute("BEGIN; " + "; ".join([*settings, *limits]))
        noted = self._wire.query(
            f"SELECT last_key FROM {self._table.backfills} "
            "WHERE migration = %s AND step = %s FOR UPDATE",
            (self._name, self._step.number),
        )
        if not noted or noted[0][0] != last:
            raise DatabaseError(
                "another process works on this backfill at this moment; nothing was done twice"
            )
        changed = self._wire.change(self._update.bounded(batch.bounds))
        self._prove(batch, changed)
        self._wire.query(
            f"UPDATE {self._table.backfills} SET last_key = %s::jsonb, rows = rows + %s, "
            "batch = %s, updated_at = now() WHERE migration = %s AND step = %s",
            (json.dumps(batch.last), changed, self._size, self._name, self._step.number),
        )
        self._wire.query("COMMIT")
        self._rows += changed

    def _prove(self, batch: Batch, changed: int) -> None:
        """Refuse an update after which every row satisfies the condition as before."""
        if self._proven or changed == 0:
            return
        query = self._update.remaining("count(*)", batch.bounds)
        if self._wire.query(query)[0][0] >= changed:
            raise self._never_ends(changed)
        self._proven = True

    def _count_left(self) -> int:
        """Return how many rows still satisfy the condition; this reads all of the table."""
        self._wire.touch()
        self._wire.execute("SET statement_timeout = 0; SET lock_timeout = 0")
        self._wire.touch()
        return int(self._wire.peek(self._update.remaining("count(*)"))[0][0])

    def _never_ends(self, rows: int) -> DatabaseError:
        return DatabaseError(
            f"the backfill does not end: {rows} rows satisfy its condition after they were updated",
            hint="let the UPDATE make its own condition false, such as SET x = coalesce(..., 0) "
            "WHERE x IS NULL; and let new rows have the value from the beginning, by a default or "
            "a trigger",
        )

    def _adapt(self, took: float, *, full: bool) -> None:
        if took < _SHORTEST and full:
            self._size = min(int(self._size * _GROWTH) + 1, _LARGEST_BATCH)
        elif took > _LONGEST:
            self._size = max(1, int(self._size * _SHRINKAGE))

    def _report(self, *, final: bool = False) -> None:
        now = time.monotonic()
        if not final and now - self._reported < _REPORT_EVERY:
            return
        self._reported = now
        rate = self._passed / max(now - self._began, 0.001)
        left = None
        if self._total is not None and rate > 0:
            left = max(0.0, (self._total - self._passed) / rate)
        self._watch(
            BackfillProgress(
                script=self._path,
                number=self._step.number,
                rows=self._rows,
                passed=self._passed,
                total=self._total,
                rate=rate,
                left=0.0 if final else left,
            )
        )

    def _obey(self) -> None:
        """Wait while a pause is asked for. Raises Stopped where the end is."""
        next_report = 0.0
        start = time.monotonic()
        while True:
            request = self._wire.query(
                f"SELECT request FROM {self._table.backfills} WHERE migration = %s AND step = %s",
                (self._name, self._step.number),
            )[0][0]
            if request is None:
                return
            if request == "stop":
                self._clear_request()
                raise Stopped(
                    "the backfill was asked to stop",
                    hint="it goes on from there with: doit migrate, or doit migrate_backfill",
                )
            if time.monotonic() - start >= next_report:
                self._hold("paused; doit migrate_backfill --resume lets it go on")
                next_report += 10.0
            time.sleep(_PAUSED_POLL)

    def _clear_request(self) -> None:
        self._wire.query(
            f"UPDATE {self._table.backfills} SET request = NULL WHERE migration = %s AND step = %s",
            (self._name, self._step.number),
        )

    def _wait_for_replicas(self) -> None:
        """Wait while standby servers are behind, as far as we may see them.

        Raises DatabaseError when they stay so for the whole budget.
        """
        if time.monotonic() - self._lag_checked < _LAG_EVERY:
            return
        start, next_report = time.monotonic(), 0.0
        while True:
            behind = self._behind()
            waited = time.monotonic() - start
            if behind is None:
                self._lag_checked = time.monotonic()
                self._look_at_vacuum()
                return
            if waited > self._budget:
                raise DatabaseError(
                    f"gave up after {waited:.0f} s: {behind}",
                    hint="it goes on from here when that is over: doit migrate",
                )
            if waited >= next_report:
                self._hold(behind)
                next_report += 5.0
            time.sleep(_LAG_EVERY)

    def _look_at_vacuum(self) -> None:
        """Go slower while vacuums do not keep up with the rows that updates leave behind."""
        dead, live = self._wire.query(_DEAD, (self._update.table,) * 2)[0]
        behind = dead > max(_LEAST_DEAD, live * _MOST_DEAD)
        if behind and self._throttle != _SLOW:
            self._hold(f"{dead:,} dead rows wait for a vacuum; it goes on more slowly")
        self._throttle = _SLOW if behind else _THROTTLE

    def _behind(self) -> str | None:
        seconds, size = self._wire.query(_LAG)[0]
        if seconds > _MOST_LAG or size > _MOST_LAG_BYTES:
            return f"a replica is {seconds:.0f} s and {size >> 20} MB behind"
        slots = self._wire.query(_SLOTS)
        return f'the replication slot "{slots[0][0]}" is losing its WAL' if slots else None

    def _hold(self, reason: str) -> None:
        self._watch(Held(script=self._path, reason=reason))

    def _roll_back(self) -> None:
        if not self._wire.closed and not self._wire.idle:
            with contextlib.suppress(ConnectionFailed):
                self._wire.query("ROLLBACK")
