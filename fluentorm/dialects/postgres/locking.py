"""The short-lock protocol: strong locks are asked for briefly, and again, never waited for.

Whoever waits for a strong lock makes all others queue behind it, so the wait has to be short. A
weak lock that stops neither reads nor writes (SHARE UPDATE EXCLUSIVE) is taken first, with a longer
wait: it makes autovacuum give way, which it does only for those that wait for deadlock_timeout. The
short wait stays below deadlock_timeout, so that we, and never an application, give up (manual 13.3,
19.12).
"""

from __future__ import annotations

import random
import re
import time
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres import splitter
from fluentorm.dialects.postgres.acts import What, read_acts
from fluentorm.dialects.postgres.lock_modes import Lock
from fluentorm.dialects.postgres.locks import effects
from fluentorm.dialects.postgres.server_errors import failed, sqlstate_of
from fluentorm.dialects.postgres.words import identifier
from fluentorm.dialects.running import Blocker, LockRetry
from fluentorm.errors import LockNotAvailable
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg.pq.abc import PGresult

    from fluentorm.dialects.base import Script
    from fluentorm.dialects.postgres.wire import Wire
    from fluentorm.dialects.running import Locking, Watch

# lock_not_available and deadlock_detected: nothing was done, and it can be tried again.
RETRIED = ("55P03", "40P01")
_FIRST_TIMEOUT, _TIMEOUT_GROWTH = 0.1, 1.5
_FIRST_PAUSE, _PAUSE_GROWTH, _LONGEST_PAUSE = 0.2, 1.7, 15.0
_JITTER = 0.25
_WEAK_TIMEOUT = 3.0
# Of deadlock_timeout: the longest that we wait for a strong lock.
_BELOW_DEADLOCK = 0.8
_TRANSACTION = 1.5  # times the statement timeout
_WITH_TRANSACTION_TIMEOUT = 170000
# Without any of these words a file locks nothing that was there before it.
_MAY_LOCK = re.compile(
    r"\b(?:alter|drop|references|index|trigger|policy|rule|truncate|lock|partition|inherits|replace"
    r"|refresh)\b",
    re.IGNORECASE,
)

_RELATIONS = """
SELECT DISTINCT ON (r.oid) r.oid::bigint, r.oid::pg_catalog.regclass::text, r.relkind IN ('r', 'p')
    AND pg_catalog.has_table_privilege(r.oid, 'UPDATE, DELETE, TRUNCATE'), n.no
FROM pg_catalog.unnest(%s::text[]) WITH ORDINALITY AS n(name, no)
JOIN pg_catalog.pg_class AS c ON c.oid = pg_catalog.to_regclass(n.name)
LEFT JOIN pg_catalog.pg_index AS i ON i.indexrelid = c.oid
JOIN pg_catalog.pg_class AS r ON r.oid = coalesce(i.indrelid, c.oid)
WHERE r.relpersistence <> 't'
ORDER BY r.oid, n.no
"""

# With a foreign key goes a lock on the table that it refers to. ``part`` is the constraint or the
# column that is dropped, NULL where all of the table is.
_PARTNERS = """
SELECT DISTINCT r.oid::bigint, r.oid::pg_catalog.regclass::text, r.relkind IN ('r', 'p')
    AND pg_catalog.has_table_privilege(r.oid, 'UPDATE, DELETE, TRUNCATE')
FROM ROWS FROM (pg_catalog.unnest(%s::text[]), pg_catalog.unnest(%s::text[])) AS d(name, part)
JOIN pg_catalog.pg_constraint AS c ON c.conrelid = pg_catalog.to_regclass(d.name)
    AND c.contype = 'f'
JOIN pg_catalog.pg_class AS r ON r.oid = c.confrelid
WHERE d.part IS NULL OR c.conname = d.part OR EXISTS (
    SELECT FROM pg_catalog.pg_attribute AS a
    WHERE a.attrelid = c.conrelid AND a.attname = d.part AND a.attnum = ANY (c.conkey))
ORDER BY 1
"""
_DROPS = (What.DROP_CONSTRAINT, What.DROP_COLUMN, What.DROP_TABLE)

_DEADLOCK_TIMEOUT = (
    "SELECT setting::int FROM pg_catalog.pg_settings WHERE name = 'deadlock_timeout'"
)

_BLOCKERS = """
WITH RECURSIVE down AS (
    SELECT pg_catalog.unnest(%s::bigint[])::oid AS id
    UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits AS i JOIN down AS d ON i.inhparent = d.id
), near AS (
    SELECT id FROM down
    UNION SELECT c.confrelid FROM pg_catalog.pg_constraint AS c
        JOIN down AS d ON c.conrelid = d.id WHERE c.contype = 'f' AND %s
    UNION SELECT c.conrelid FROM pg_catalog.pg_constraint AS c
        JOIN down AS d ON c.confrelid = d.id WHERE c.contype = 'f' AND %s
)
SELECT DISTINCT ON (l.virtualtransaction) l.pid, a.usename::text, a.application_name, a.query,
    extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start)::float8,
    l.relation::pg_catalog.regclass::text, p.gid
FROM pg_catalog.pg_locks AS l
JOIN near AS n ON n.id = l.relation
LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
LEFT JOIN pg_catalog.pg_locks AS x ON l.pid IS NULL AND x.pid IS NULL
    AND x.locktype = 'transactionid' AND x.virtualtransaction = l.virtualtransaction
LEFT JOIN pg_catalog.pg_prepared_xacts AS p ON p.transaction = x.transactionid
WHERE l.locktype = 'relation' AND l.granted AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
    AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
ORDER BY l.virtualtransaction, a.xact_start
LIMIT 10
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A relation that exists: ``weak`` says that it takes the weak lock first."""

    oid: int
    name: str
    weak: bool


class GaveUp(LockNotAvailable):
    """A lock was not to be had in all the time that was given; ``blockers`` held it."""


def relation_names(text: str) -> tuple[str, ...]:
    """Return the relations that statements lock so that others wait, without those they create.

    They are as written, those under the strongest locks of a statement first.
    """
    if _MAY_LOCK.search(text) is None:
        return ()
    names: dict[str, None] = {}
    created: set[str] = set()
    for statement in splitter.split(text):
        sql = text[statement.start : statement.end]
        created.update(act.name for act in read_acts(sql) if act.what is What.CREATE_TABLE)
        strong = [effect for effect in effects(sql) if effect.lock >= Lock.SHARE and effect.table]
        strong.sort(key=lambda effect: -effect.lock)
        names.update(dict.fromkeys(effect.table for effect in strong))
    return tuple(name for name in names if name not in created)


def _dropped(text: str) -> list[tuple[str, str | None]]:
    """Return each table with the constraint or column that is dropped, None for all of it."""
    acts = [act for one in splitter.split(text) for act in read_acts(text[one.start : one.end])]
    return [
        (act.table, None if act.what is What.DROP_TABLE else identifier(act.name))
        for act in acts
        if act.what in _DROPS
    ]


class ShortLocks:
    """Runs transactions that need strong locks on one connection."""

    def __init__(self, wire: Wire, locking: Locking) -> None:
        self._wire = wire
        self._locking = locking
        self._longest: float | None = None

    def relations(self, text: str) -> tuple[Relation, ...]:
        """Return the relations of the database that a text locks, in the order it names them."""
        try:
            names = relation_names(text)
        except splitter.Unterminated:  # the server tells it better
            return ()
        if not names:
            return ()
        rows = self._wire.query(_RELATIONS, (list(names),))
        found = [row[:3] for row in sorted(rows, key=lambda row: row[3])]
        if dropped := _dropped(text):
            tables, parts = zip(*dropped, strict=True)
            partners = self._wire.query(_PARTNERS, (list(tables), list(parts)))
            found += [row for row in partners if row not in found]
        return tuple(Relation(oid=oid, name=name, weak=weak) for oid, name, weak in found)

    def run(
        self,
        text: str,
        relations: Sequence[Relation],
        *,
        script: Script,
        lead: Sequence[str],
        watch: Watch,
    ) -> tuple[list[PGresult], list[str]]:
        """Send a transaction until its locks are to be had; return its results, and all leads.

        ``lead`` are statements of ours that come first. Another failure than that of a lock is
        returned like a success. Raises GaveUp when the time is over.
        """
        start = time.monotonic()
        timeout, pause, attempt = _FIRST_TIMEOUT, _FIRST_PAUSE, 0
        blockers: tuple[Blocker, ...] = ()
        while True:
            attempt += 1
            before = [*lead, *self._lead(relations, timeout, may_block=script.may_block)]
            self._wire.reset()
            self._wire.touch(text)
            results = self._wire.send("".join(f"{one};\n" for one in before) + text)
            if not results or not failed(results[-1]) or sqlstate_of(results[-1]) not in RETRIED:
                return results, before
            blockers = self.blockers(relations) or blockers
            waited = time.monotonic() - start
            sleep = pause * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - no secret
            if waited + sleep > self._locking.retry_budget:
                raise _gave_up(relations, attempt, waited, blockers)
            watch(
                LockRetry(
                    script=script.path,
                    attempt=attempt,
                    pause=sleep,
                    waited=waited,
                    budget=self._locking.retry_budget,
                    blockers=blockers,
                )
            )
            time.sleep(sleep)
            pause = min(pause * _PAUSE_GROWTH, _LONGEST_PAUSE)
            timeout *= _TIMEOUT_GROWTH

    def blockers(self, relations: Sequence[Relation]) -> tuple[Blocker, ...]:
        """Return who holds locks on relations; where nobody does, on those with foreign keys."""
        oids = [relation.oid for relation in relations]
        for partners in (False, True):
            rows = self._wire.query(_BLOCKERS, (oids, partners, partners)) if oids else []
            if rows:
                return tuple(
                    Blocker(
                        pid=pid,
                        user=user,
                        application=application or None,
                        query=query or None,
                        age=age,
                        relation=relation,
                        prepared=prepared,
                    )
                    for pid, user, application, query, age, relation, prepared in rows
                )
        return ()

    def strong_timeout(self, wanted: float) -> float:
        """Return how long to wait for a strong lock: no longer than what is set and is safe."""
        if self._longest is None:
            deadlock = self._wire.query(_DEADLOCK_TIMEOUT)[0][0] / 1000
            self._longest = min(self._locking.lock_timeout, deadlock * _BELOW_DEADLOCK)
        return max(0.001, min(wanted, self._longest))

    def _lead(self, relations: Sequence[Relation], timeout: float, *, may_block: bool) -> list[str]:
        strong = self.strong_timeout(timeout)
        weak = [relation.name for relation in relations if relation.weak]
        lead = []
        if weak:
            lead.append(f"SET LOCAL lock_timeout = {milliseconds(_WEAK_TIMEOUT)}")
            lead += [f"LOCK TABLE {name} IN SHARE UPDATE EXCLUSIVE MODE" for name in weak]
        lead.append(f"SET LOCAL lock_timeout = {milliseconds(strong)}")
        limit = 0.0 if may_block else self._locking.statement_timeout
        return [*lead, *time_limits(self._wire.version, limit)]


def time_limits(version: int, statement: float) -> list[str]:
    """Return what bounds the time of a transaction; 0 is no bound, whatever the role has set."""
    limits = [f"SET LOCAL statement_timeout = {milliseconds(statement)}"]
    if version >= _WITH_TRANSACTION_TIMEOUT:
        limits.append(f"SET LOCAL transaction_timeout = {milliseconds(statement * _TRANSACTION)}")
    return limits


def unlimited(version: int) -> list[str]:
    """Return what lets a transaction take its time: roles may have limits of their own."""
    return ["SET LOCAL lock_timeout = 0", *time_limits(version, 0.0)]


def milliseconds(seconds: float) -> str:
    """Return a time as SQL text for a setting."""
    return f"'{round(seconds * 1000)}ms'"


def _gave_up(
    relations: Sequence[Relation], attempt: int, waited: float, blockers: Sequence[Blocker]
) -> GaveUp:
    names = ", ".join(f'"{relation.name}"' for relation in relations) or "what it needs"
    who = "\n".join(f"held by {blocker}" for blocker in blockers)
    pids = [str(blocker.pid) for blocker in blockers if blocker.pid]
    end = f"; SELECT pg_terminate_backend({pids[0]}); ends the first" if pids else ""
    return GaveUp(
        f"no lock on {names} in {waited:.1f} s and {attempt} {'try' if attempt == 1 else 'tries'}; "
        "nothing of it was kept"
        + (f"\n{who}" if who else "\nwho held it is gone, or not to be seen"),
        sqlstate="55P03",
        hint=f"let that end{end}; FLUENT_LOCK_RETRY_BUDGET=SECONDS tries for longer",
    )
