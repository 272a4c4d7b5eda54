"""Working through a connection pooler that gives each transaction another connection.

What a session keeps, others get: a setting reaches their statements, and a session's lock is
theirs. So everything is said anew in each transaction, only for that transaction, and only what is
one transaction can be run. Two runners are kept apart by a lease, a row with a time; that nothing
is run twice rests on the records alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres import splitter
from fluentorm.dialects.postgres.connecting import PINS
from fluentorm.errors import FileFormat, Place
from fluentorm.schema.sql_text import quote_literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.dialects.base import Script

LEASE_SECONDS = 60
_LEASE = "_fluent_lease"
_KEPT = ("reset", "discard", "prepare", "deallocate", "listen", "load")
_TEMPORARY = ("temp", "temporary")
_LEAKS = re.compile(
    r"\b(?:set|reset|discard|prepare|deallocate|listen|load|temp|temporary|set_config)\b",
    re.IGNORECASE,
)
_DIRECT = "connect to the server itself, often port 5432, for this one"


def check(script: Script) -> None:
    """Refuse a script that needs a session of its own, or leaves something in one.

    Raises FileFormat.
    """
    if not script.whole:
        raise FileFormat(
            "it is not one transaction, and behind a pooler only what is one can be run",
            place=Place(script.path),
            hint=_DIRECT,
        )
    if script.code is not None:
        return  # its statements are known when it runs
    for place, words in leaks(script.text):
        line, column = splitter.line_column(script.text, place)
        raise FileFormat(
            leak(words),
            place=Place(script.path, line, column),
            hint=f"write SET LOCAL, or {_DIRECT}",
        )


def leaks(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield where statements begin that leave something in the session, and their words."""
    if _LEAKS.search(text) is None:
        return
    for statement in splitter.split(text):
        if _is_kept(statement.words):
            yield statement.start, statement.words


def leak(words: tuple[str, ...]) -> str:
    """Return what is wrong with a statement that leaves something."""
    return f"{' '.join(words[:2]).upper()} would stay in a connection that others get"


def _is_kept(words: tuple[str, ...]) -> bool:
    if words[:1] == ("set",):
        return words[1:2] not in (("local",), ("constraints",), ("transaction",))
    return words[:1] in [(word,) for word in _KEPT] or (
        words[:1] == ("create",) and any(word in _TEMPORARY for word in words[1:3])
    )


def lead(key: int, lease: str, timeout: str) -> list[str]:
    """Return what each transaction begins with: settings, the lease made longer, and the lock.

    ``lease`` is the statement of ``renewing``, ``timeout`` how long to wait, as SQL text.
    """
    return [
        *(f"SET LOCAL {name} = '{value}'" for name, value in PINS if name != "client_encoding"),
        f"SET LOCAL lock_timeout = {timeout}",
        f"SELECT pg_catalog.pg_advisory_xact_lock({key})",
        lease,
    ]


def creating(namespace: str) -> str:
    """Return the statement that makes the table of the lease."""
    return (
        f"CREATE TABLE IF NOT EXISTS {namespace}.{_LEASE} (id integer PRIMARY KEY, "
        "holder text NOT NULL, until timestamptz NOT NULL)"
    )


def taking(namespace: str, holder: str) -> str:
    """Return the statement that takes the lease, and gives a row where that was done."""
    return (
        f"INSERT INTO {namespace}.{_LEASE} AS l (id, holder, until) "
        f"VALUES (1, {quote_literal(holder)}, {_until()}) ON CONFLICT (id) DO UPDATE "
        "SET holder = excluded.holder, until = excluded.until "
        "WHERE l.until < pg_catalog.clock_timestamp() OR l.holder = excluded.holder RETURNING id"
    )


def renewing(namespace: str, holder: str) -> str:
    """Return the statement that makes the lease last longer."""
    return (
        f"UPDATE {namespace}.{_LEASE} SET until = {_until()} "
        f"WHERE id = 1 AND holder = {quote_literal(holder)}"
    )


def giving_back(namespace: str, holder: str) -> str:
    """Return the statement that ends the lease."""
    return f"DELETE FROM {namespace}.{_LEASE} WHERE holder = {quote_literal(holder)}"


def _until() -> str:
    return f"pg_catalog.clock_timestamp() + interval '{LEASE_SECONDS} s'"
