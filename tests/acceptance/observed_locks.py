"""What steps really do to tables on a server: the locks that they hold, what they read and rewrite.

A step in a transaction is looked at before it commits. One outside is looked at from beside, while
it waits for a transaction that has written to every table.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg

from fluentorm.dialects.postgres.lock_modes import Lock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Connection = psycopg.Connection[Any]

# What others may use; what a step makes itself, nobody waits for.
_RELATIONS = """
WITH RECURSIVE up AS (
    SELECT inhrelid AS id, inhparent AS above FROM pg_inherits
    UNION SELECT up.id, i.inhparent FROM up JOIN pg_inherits i ON i.inhrelid = up.above
)
SELECT c.oid::int, c.oid::regclass::text,
    CASE WHEN c.relkind <> 'S' THEN pg_relation_filenode(c.oid)::int END,
    coalesce(x.indrelid, d.refobjid, c.oid)::int,
    (SELECT array_agg(up.above::int) FROM up WHERE up.id = c.oid)
FROM pg_class c LEFT JOIN pg_index x ON x.indexrelid = c.oid
LEFT JOIN pg_depend d ON c.relkind = 'S' AND d.classid = 'pg_class'::regclass AND d.objid = c.oid
    AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm', 'i', 'I', 'S', 'f')
AND c.relnamespace <> 'pg_toast'::regnamespace
"""
_LOCKS = """
SELECT relation::int, mode FROM pg_locks
WHERE pid = %s AND locktype = 'relation' AND granted AND relation >= 16384
"""
_SCANS = "SELECT relid::int, seq_scan::int FROM pg_stat_xact_all_tables WHERE relid >= 16384"
_FLUSHED = "SELECT relid::int, seq_scan::int FROM pg_stat_all_tables WHERE relid >= 16384"


@dataclass(kw_only=True)
class Relation:
    """A table, view, index or sequence.

    ``table`` is that of an index and the owner of a sequence, ``above`` are all its parents.
    """

    name: str
    file: int | None
    table: int
    above: tuple[int, ...]


@dataclass(kw_only=True)
class Seen:
    """What a step did to one table."""

    lock: Lock
    rewrites: bool = False
    scans: bool = False

    def __str__(self) -> str:
        work = [name for name in ("rewrites", "scans") if getattr(self, name)]
        return " ".join((self.lock.words, *work))


def relations(connection: Connection) -> dict[int, Relation]:
    """Return what there is."""
    return {
        oid: Relation(name=name, file=file, table=table, above=tuple(above or ()))
        for oid, name, file, table, above in connection.execute(_RELATIONS)
    }


@contextmanager
def in_transaction(connection: Connection, statements: Sequence[str]) -> Iterator[dict[int, Seen]]:
    """Run a step in a transaction; give what it did just before it commits."""
    before = relations(connection)
    connection.execute("BEGIN")
    scans = dict(connection.execute(_SCANS).fetchall())
    for statement in statements:
        connection.execute(statement.encode())
    locks = connection.execute(_LOCKS, (connection.info.backend_pid,)).fetchall()
    read = _grown(scans, dict(connection.execute(_SCANS).fetchall()))
    after = relations(connection)
    yield _seen(before, after, locks, read)
    connection.execute("COMMIT")


def _grown(before: dict[int, int], after: dict[int, int]) -> set[int]:
    return {oid for oid, count in after.items() if count > before.get(oid, 0)}


def alone(connection: Connection, url: str, statement: str) -> dict[int, Seen]:
    """Run a statement outside a transaction; return what it did."""
    before = relations(connection)
    tables = connection.execute(
        "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'p') "
        "AND relnamespace = 'public'::regnamespace"
    ).fetchall()
    connection.execute("SELECT pg_stat_force_next_flush()")
    scans = dict(connection.execute(_FLUSHED).fetchall())
    with psycopg.connect(url) as writer, psycopg.connect(url, autocommit=True) as watcher:
        for (name,) in tables:
            writer.execute(f"LOCK TABLE {name} IN ROW EXCLUSIVE MODE".encode())
        writer.execute("SELECT pg_current_xact_id()")
        failed: list[BaseException] = []
        runner = threading.Thread(target=_run, args=(connection, statement, failed))
        runner.start()
        locks = _while_it_waits(watcher, connection.info.backend_pid, runner)
        writer.rollback()
        runner.join()
    if failed:
        raise failed[0]
    connection.execute("SELECT pg_stat_force_next_flush()")
    connection.execute("SELECT pg_stat_clear_snapshot()")
    read = _grown(scans, dict(connection.execute(_FLUSHED).fetchall()))
    return _seen(before, relations(connection), locks, read)


def _run(connection: Connection, statement: str, failed: list[BaseException]) -> None:
    try:
        connection.execute(statement.encode())
    except psycopg.Error as error:
        failed.append(error)


def _while_it_waits(
    watcher: Connection, pid: int, runner: threading.Thread
) -> list[tuple[int, str]]:
    waits = "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = %s"
    found: set[tuple[int, str]] = set()
    for _ in range(500):
        found.update(watcher.execute(_LOCKS, (pid,)).fetchall())
        if not runner.is_alive() or watcher.execute(waits, (pid,)).fetchone() == (True,):
            return list(found)
        time.sleep(0.01)
    return list(found)


def _seen(
    before: dict[int, Relation],
    after: dict[int, Relation],
    locks: Sequence[tuple[int, str]],
    read: set[int],
) -> dict[int, Seen]:
    """Gather all under the tables: what is done to an index is done to its table."""
    found: dict[int, Seen] = {}
    for oid, mode in locks:
        if oid in before:
            table = before[oid].table
            lock = Lock[_words(mode)]
            if table != oid:  # the locks that its table has anyhow stop whoever would use it
                continue
            one = found.setdefault(table, Seen(lock=lock))
            one.lock = max(one.lock, lock)
    for oid in before.keys() & after.keys():
        if before[oid].file != after[oid].file:
            one = found.setdefault(before[oid].table, Seen(lock=Lock.ACCESS_SHARE))
            if before[oid].table == oid:
                one.rewrites = True
            else:
                one.scans = True
    for oid in read & before.keys():
        found.setdefault(oid, Seen(lock=Lock.ACCESS_SHARE)).scans = True
    return found


def _words(mode: str) -> str:
    text = mode.removesuffix("Lock")
    return "".join(f"_{c}" if c.isupper() else c.upper() for c in text).strip("_")
