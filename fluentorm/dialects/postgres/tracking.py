"""The SQL of the tracking table and of the lock that guards it.

The table is found through the search path once, and named with its namespace from then on: a
migration may set another search path.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from fluentorm.dialects.base import TRACKING_TABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fluentorm.dialects.base import Record

READ = f"SELECT id, name, checksum, applied_at FROM {TRACKING_TABLE} ORDER BY id"

# The namespace of the table, or where it would be created; whether it is there; and whether the
# database has no table or view of anybody's, and has the tables of steps.
FIND = f"""
SELECT coalesce(n.nspname, current_schema()), n.nspname IS NOT NULL, NOT EXISTS (
    SELECT FROM pg_catalog.pg_class AS r JOIN pg_catalog.pg_namespace AS s ON s.oid = r.relnamespace
    WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f') AND r.relname NOT LIKE '\\_fluent\\_%'
        AND s.nspname <> 'information_schema' AND s.nspname NOT LIKE 'pg\\_%'),
    EXISTS (SELECT FROM pg_catalog.pg_class AS t WHERE t.relname = '_fluent_backfills'
        AND t.relnamespace = coalesce(n.oid, to_regnamespace(quote_ident(current_schema()))))
FROM (SELECT to_regclass('{TRACKING_TABLE}')::oid AS id) AS found
LEFT JOIN pg_catalog.pg_class AS c ON c.oid = found.id
LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
"""

STATE = (
    "SELECT pg_catalog.pg_is_in_recovery(), "
    "pg_catalog.current_setting('transaction_read_only') = 'on', pg_catalog.pg_backend_pid()"
)

TRY_LOCK = "SELECT pg_catalog.pg_try_advisory_lock(%s)"
UNLOCK = "SELECT pg_catalog.pg_advisory_unlock(%s)"
HOLDER = """
SELECT l.pid, a.usename, a.application_name, pg_catalog.host(a.client_addr), a.backend_start
FROM pg_catalog.pg_locks AS l LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
  AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
  AND l.classid::bigint = %s AND l.objid::bigint = %s
LIMIT 1
"""

# What a migration may have left in the session. RESET ALL keeps the settings of the start-up.
RESET_SESSION = "RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; DISCARD TEMP;"
WITHOUT_WAITING = "SET LOCAL synchronous_commit = off"


def found_in(statement: str, namespace: str) -> str:
    """Return ``READ`` or ``FIND`` for the table of one namespace, and for what lies in it."""
    from fluentorm.schema.sql_text import quote_literal

    there = table(quoted(namespace))
    statement = statement.replace(f"FROM {TRACKING_TABLE} ", f"FROM {there} ")
    statement = statement.replace(f"'{TRACKING_TABLE}'", quote_literal(there))
    anywhere = "s.nspname <> 'information_schema' AND s.nspname NOT LIKE 'pg\\_%'"
    return statement.replace(anywhere, f"s.nspname = {quote_literal(namespace)}")


def quoted(namespace: str) -> str:
    """Return a namespace as SQL text."""
    from fluentorm.schema.sql_text import quote_identifier  # not needed when nothing is to be run

    return quote_identifier(namespace)


def table(namespace: str) -> str:
    """Return the table's full name, as the functions below take it, by its quoted namespace."""
    return f"{namespace}.{TRACKING_TABLE}"


def create(table: str) -> str:
    """Return the statement that creates the table."""
    return (
        f"CREATE TABLE IF NOT EXISTS {table} (id SERIAL PRIMARY KEY, "
        "name TEXT NOT NULL UNIQUE, checksum TEXT NOT NULL, "
        "applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)"
    )


def insert(table: str, record: Record) -> str:
    """Return the statement that records one migration; it fails when that is recorded already."""
    return f"INSERT INTO {table} (name, checksum) VALUES {_row(record)}"


def upsert(table: str, records: Sequence[Record]) -> str:
    """Return the statement that records migrations in order; a known one gets its checksum."""
    rows = ", ".join(_row(record) for record in records)
    return (
        f"INSERT INTO {table} (name, checksum) VALUES {rows} "
        "ON CONFLICT (name) DO UPDATE SET checksum = excluded.checksum"
    )


def _row(record: Record) -> str:
    from fluentorm.schema.sql_text import quote_literal

    return f"({quote_literal(record.name)}, {quote_literal(record.checksum)})"


def delete(table: str, name: str) -> str:
    """Return the statement that forgets one migration."""
    from fluentorm.schema.sql_text import quote_literal

    return f"DELETE FROM {table} WHERE name = {quote_literal(name)}"


def replacing(table: str, names: Sequence[str], record: Record) -> list[str]:
    """Return the statements that record one migration in place of others.

    It takes the position of the first of them, and the time of the last.
    """
    from fluentorm.schema.sql_text import quote_literal

    listed = ", ".join(map(quote_literal, names))
    name, checksum = quote_literal(record.name), quote_literal(record.checksum)
    old = (
        f"(SELECT min(id) AS first, max(applied_at) AS latest FROM {table} "
        f"WHERE name IN ({listed})) AS old WHERE id = old.first"
    )
    return [
        f"UPDATE {table} SET name = {name}, checksum = {checksum}, applied_at = latest FROM {old}",
        f"DELETE FROM {table} WHERE name IN ({listed})",
    ]


def barrier(table: str) -> str:
    """Return statements whose commit waits for the disk, also where the role's do not.

    It has to write: a commit that wrote nothing does not flush, whatever synchronous_commit says.
    """
    newest = f"(SELECT max(id) FROM {table})"
    return (
        "SELECT pg_catalog.set_config('synchronous_commit', 'on', true) "
        "WHERE pg_catalog.current_setting('synchronous_commit') = 'off'; "
        f"UPDATE {table} SET checksum = checksum WHERE id = {newest}"
    )


def lock_key(database: str) -> int:
    """Return the key of the advisory lock: 64 bits with sign, the same in every process."""
    digest = sha256(f"fluentorm\0{database}\0{TRACKING_TABLE}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def lock_halves(key: int) -> tuple[int, int]:
    """Return the key as pg_locks shows it: its upper and its lower 32 bits."""
    unsigned = key & 0xFFFFFFFFFFFFFFFF
    return unsigned >> 32, unsigned & 0xFFFFFFFF
