"""What is looked at before a run: what would stop it half-way, or make it wait for long."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from fluentorm.dialects.postgres.locking import relation_names
from fluentorm.dialects.postgres.splitter import Unterminated
from fluentorm.dialects.running import Blocker, Finding, Severity
from fluentorm.errors import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fluentorm.dialects.base import Script
    from fluentorm.dialects.postgres.wire import Wire

_OLD = 5  # seconds that a transaction may hold a lock before it is told
_MOST_LAG, _MOST_LAG_BYTES = 10, 64 << 20
_CONCURRENTLY = re.compile(r"\bconcurrently\b", re.IGNORECASE)
# Indexes that were built concurrently may miss rows (release notes of 14.4).
_CORRUPTING = range(140000, 140004)
_WITH_DETACH_PENDING, _WITH_ENFORCED = 140000, 180000
_PRIVILEGE = "42501"

_SERVER = """
SELECT pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('transaction_read_only') = 'on',
    pg_catalog.pg_backend_pid()
"""
_TABLES = """
SELECT coalesce(pg_catalog.array_agg(DISTINCT r.oid::bigint), '{}')
FROM pg_catalog.unnest(%s::text[]) AS n(name)
JOIN pg_catalog.pg_class AS c ON c.oid = pg_catalog.to_regclass(n.name)
LEFT JOIN pg_catalog.pg_index AS i ON i.indexrelid = c.oid
JOIN pg_catalog.pg_class AS r ON r.oid = coalesce(i.indrelid, c.oid)
"""
_EVERY_TABLE = """
SELECT coalesce(pg_catalog.array_agg(c.oid::bigint), '{}')
FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname <> 'information_schema'
    AND n.nspname !~ '^pg_'
"""
_NOT_OWNED = """
SELECT c.oid::pg_catalog.regclass::text, pg_catalog.pg_get_userbyid(c.relowner)::text
FROM pg_catalog.pg_class AS c
WHERE c.oid = ANY (%s::bigint[]) AND NOT pg_catalog.pg_has_role(c.relowner, 'USAGE') ORDER BY 1
"""
_TRANSACTIONS = """
SELECT DISTINCT ON (l.pid) l.pid, a.usename::text, a.application_name, a.query,
    extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start)::float8,
    l.relation::pg_catalog.regclass::text
FROM pg_catalog.pg_locks AS l JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'relation' AND l.granted AND l.relation = ANY (%s::bigint[])
    AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
    AND a.backend_type = 'client backend' AND l.pid <> pg_catalog.pg_backend_pid()
    AND a.xact_start < pg_catalog.clock_timestamp() - %s * interval '1 s'
ORDER BY l.pid LIMIT 10
"""
_PREPARED = """
SELECT p.gid, pg_catalog.justify_interval(pg_catalog.now() - p.prepared)::text, EXISTS (
    SELECT FROM pg_catalog.pg_locks AS l JOIN pg_catalog.pg_locks AS x
        ON x.pid IS NULL AND x.virtualtransaction = l.virtualtransaction
    WHERE l.relation = ANY (%s::bigint[]) AND l.pid IS NULL
        AND x.locktype = 'transactionid' AND x.transactionid = p.transaction)
FROM pg_catalog.pg_prepared_xacts AS p WHERE p.database = current_database() ORDER BY p.prepared
"""
_INVALID = """
SELECT i.indexrelid::pg_catalog.regclass::text, i.indrelid::pg_catalog.regclass::text,
    c.relname ~ '_cc(new|old)[0-9]*$'
FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
WHERE NOT i.indisvalid AND i.indrelid = ANY (%s::bigint[]) ORDER BY 1
"""
_DETACHING = """
SELECT inhrelid::pg_catalog.regclass::text, inhparent::pg_catalog.regclass::text
FROM pg_catalog.pg_inherits WHERE inhdetachpending AND inhparent = ANY (%s::bigint[]) ORDER BY 1
"""
_NOT_VALID = """
SELECT conname::text, conrelid::pg_catalog.regclass::text FROM pg_catalog.pg_constraint
WHERE NOT convalidated AND {enforced} AND conrelid = ANY (%s::bigint[]) ORDER BY 2, 1
"""
_WRAPAROUND = """
SELECT a.pid, v.relid::pg_catalog.regclass::text
FROM pg_catalog.pg_stat_activity AS a JOIN pg_catalog.pg_stat_progress_vacuum AS v ON v.pid = a.pid
WHERE a.backend_type = 'autovacuum worker' AND a.query LIKE '%%(to prevent wraparound)%%'
    AND v.relid = ANY (%s::bigint[])
"""
_SLOTS = """
SELECT slot_name::text, active, wal_status FROM pg_catalog.pg_replication_slots
WHERE wal_status IN ('unreserved', 'lost') OR NOT active ORDER BY 1
"""
_LAG = """
SELECT coalesce(nullif(application_name, ''), client_addr::text, 'a standby'),
    coalesce(extract(epoch FROM replay_lag), 0)::float8,
    coalesce(pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), replay_lsn), 0)::bigint
FROM pg_catalog.pg_stat_replication WHERE state = 'streaming' AND replay_lsn IS NOT NULL
"""


def examine(
    wire: Wire, scripts: Sequence[Script] | None, *, wanted_version: int | None, everything: bool
) -> tuple[Finding, ...]:
    """Return what would stop scripts, or make them wait; without scripts, what the server is.

    ``wanted_version`` is the oldest major version that the files are written for; with
    ``everything`` all tables are looked at, and not only those that the scripts lock.
    """
    found = list(_server(wire, wanted_version))
    if scripts is None or any(one.code in ("standby", "pooler") for one in found):
        return tuple(found)  # what else is there is not this server's, or not this session's
    found += _settings(wire)
    found += _corrupting(wire.version, scripts)
    names = sorted({name for script in scripts for name in _names(script)})
    if everything:
        tables = wire.query(_EVERY_TABLE)[0][0]
    else:
        tables = wire.query(_TABLES, (names,))[0][0] if names else []
    touched = wire.query(_TABLES, (names,))[0][0] if everything and names else tables
    if tables:
        found += _tables(wire, tables, touched if names else [])
    if touched:
        from fluentorm.dialects.postgres.disk import shortages

        found += shortages(wire, scripts)
    found += _replication(wire)
    return tuple(found)


def _names(script: Script) -> tuple[str, ...]:
    try:
        return relation_names(script.sql)
    except Unterminated:  # told when it is checked
        return ()


def _server(wire: Wire, wanted_version: int | None) -> Iterator[Finding]:
    standby, read_only, pid = wire.query(_SERVER)[0]
    if standby:
        yield _error(
            "standby",
            "the server is a standby, which takes no changes",
            "connect to the primary server",
        )
    elif read_only:
        yield _error(
            "read_only",
            "the session is read-only",
            "turn default_transaction_read_only off for this user and database",
        )
    if pid != wire.pid and not wire.pooled:
        yield _error(
            "pooler",
            "the connection goes through a pooler, where the migration lock does not hold",
            "connect to the server itself, often port 5432",
        )
    version = wire.version // 10000
    if wanted_version is not None and wanted_version > version:
        yield _error(
            "version",
            f"FLUENT_PG_VERSION is {wanted_version}, and the server is PostgreSQL {version}",
            f"set FLUENT_PG_VERSION={version} and generate anew, or use a newer server",
        )


def _settings(wire: Wire) -> Iterator[Finding]:
    names = ("lock_timeout", "statement_timeout")
    try:
        wire.query(
            "SELECT "
            + ", ".join(f"pg_catalog.set_config('{name}', '1000ms', true)" for name in names)
        )
    except DatabaseError as error:
        if error.sqlstate != _PRIVILEGE:
            raise
        yield _error(
            "timeouts",
            f"this role may not set how long a statement waits: {error.message}",
            "GRANT SET ON PARAMETER lock_timeout, statement_timeout TO that role",
        )


def _corrupting(version: int, scripts: Sequence[Script]) -> Iterator[Finding]:
    concurrent = any(_CONCURRENTLY.search(script.sql) for script in scripts)
    if concurrent and version in _CORRUPTING:
        yield _error(
            "corrupting",
            "this version of PostgreSQL may build wrong indexes with CONCURRENTLY",
            "update the server to 14.4 or later",
        )


def _tables(wire: Wire, tables: list[int], touched: list[int]) -> Iterator[Finding]:
    for name, owner in wire.query(_NOT_OWNED, (touched,)):
        yield _error(
            "privileges",
            f'"{name}" belongs to "{owner}", so this role may not change it',
            "run the migrations as the owner, or as a member of that role",
        )
    for row in wire.query(_TRANSACTIONS, (tables, _OLD)):
        yield _warning(
            "transaction",
            str(_blocker(row)),
            "locks are waited for in short tries until it ends",
        )
    for gid, age, locks in wire.query(_PREPARED, (touched,)):
        kind = _error if locks else _warning
        yield kind(
            "prepared",
            f'the prepared transaction "{gid}" is open for {age}'
            + (", and holds a lock on a table that is to be changed" if locks else ""),
            f"COMMIT PREPARED or ROLLBACK PREPARED '{gid}'; it does not end by itself",
        )
    for index, table, rebuilt in wire.query(_INVALID, (tables,)):
        what = "is what a REINDEX CONCURRENTLY left" if rebuilt else "is INVALID"
        yield _warning(
            "invalid_index",
            f'the index "{index}" on "{table}" {what}: it costs writes and serves no query',
            f"DROP INDEX CONCURRENTLY {index}; unless a migration that is half-way builds it",
        )
    yield from _halves(wire, tables)
    for pid, table in wire.query(_WRAPAROUND, (tables,)):
        yield _warning(
            "wraparound",
            f'process {pid} vacuums "{table}" to prevent wraparound, and does not give way',
            "wait until it is done",
        )


def _halves(wire: Wire, tables: list[int]) -> Iterator[Finding]:
    if wire.version >= _WITH_DETACH_PENDING:
        for part, parent in wire.query(_DETACHING, (tables,)):
            yield _warning(
                "detaching",
                f'the detachment of "{part}" from "{parent}" was begun and not finished',
                f"ALTER TABLE {parent} DETACH PARTITION {part} FINALIZE",
            )
    enforced = "conenforced" if wire.version >= _WITH_ENFORCED else "true"
    for name, table in wire.query(_NOT_VALID.format(enforced=enforced), (tables,)):
        yield _warning(
            "not_valid",
            f'the constraint "{name}" of "{table}" is NOT VALID',
            f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}; unless a migration does it",
        )


def _replication(wire: Wire) -> Iterator[Finding]:
    for name, active, status in wire.query(_SLOTS):
        what = "is losing its WAL" if status in ("unreserved", "lost") else "is used by nobody"
        hint = "look at its consumer"
        if not active:
            hint = f"it keeps WAL on this server; SELECT pg_drop_replication_slot('{name}')"
        yield _warning("slot", f'the replication slot "{name}" {what}', hint)
    for name, seconds, size in wire.query(_LAG):
        if seconds > _MOST_LAG or size > _MOST_LAG_BYTES:
            yield _warning(
                "lag",
                f'the standby "{name}" is {seconds:.0f} s and {size >> 20} MB behind',
                "backfills wait for it; strong locks are replayed there too",
            )


def _blocker(row: tuple[Any, ...]) -> Blocker:
    pid, user, application, query, age, relation = row
    return Blocker(
        pid=pid,
        user=user,
        application=application or None,
        query=query or None,
        age=age,
        relation=relation,
    )


def _error(code: str, message: str, hint: str) -> Finding:
    return Finding(severity=Severity.ERROR, code=code, message=message, hint=hint)


def _warning(code: str, message: str, hint: str) -> Finding:
    return Finding(severity=Severity.WARNING, code=code, message=message, hint=hint)
