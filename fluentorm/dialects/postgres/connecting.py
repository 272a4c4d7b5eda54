"""Opening a connection: the settings that every session of ours has, and clear words on failure.

The settings travel in the start-up message, which costs no round trip. Older servers and poolers
refuse some of them; then it is tried again with less.
"""

from __future__ import annotations

import os
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from fluentorm.errors import ConnectionFailed

# What a migration means must not depend on who runs it. The check interval (14, Linux) makes the
# server stop the statement of a runner that was killed: it would finish and commit it otherwise.
PINS = (
    ("client_encoding", "UTF8"),
    ("standard_conforming_strings", "on"),
    ("check_function_bodies", "on"),
    ("TimeZone", "UTC"),
    ("DateStyle", "ISO,MDY"),
    ("idle_in_transaction_session_timeout", "60s"),
)
_CHECK_INTERVAL = ("client_connection_check_interval", "2s")
_SET_PINS = "".join(f"SET {name} = '{value}';" for name, value in PINS)
_KEEPALIVES = {
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}


def open_connection(
    conninfo: str, *, application_name: str, connect_timeout: int, search_path: str = ""
) -> tuple[psycopg.Connection[tuple[Any, ...]], str]:
    """Connect in autocommit mode; return the connection and SQL that sets what is not pinned.

    ``search_path``, in SQL, is pinned too where there is one. The SQL is empty where the start-up
    message took the settings: RESET ALL brings them back then.

    Raises ConnectionFailed.
    """
    given = _parse(conninfo)
    wanted: dict[str, Any] = {**_KEEPALIVES, "connect_timeout": connect_timeout}
    wanted |= {"application_name": application_name} | given | {"client_encoding": "utf8"}
    own = given.get("options") or os.environ.get("PGOPTIONS") or ""
    path = [("search_path", search_path)] if search_path else []
    set_pins = _SET_PINS + "".join(f"SET {name} = {value};" for name, value in path)
    attempts: tuple[tuple[list[tuple[str, str]], str], ...] = (
        ([*PINS, *path, _CHECK_INTERVAL], ""),
        ([*PINS, *path], ""),
        ([], set_pins),
    )
    for pins, later in attempts:
        words = (f"-c {name}={_escaped(value)}" for name, value in pins)
        options = " ".join([own, *words]).strip()
        try:
            connection = psycopg.connect(
                **(wanted | {"options": options}), autocommit=True, prepare_threshold=None
            )
        except psycopg.Error as error:
            if later or not _refuses_options(str(error)):
                from fluentorm.dialects.postgres.refusals import explain

                raise explain(str(error), given) from error
        else:
            return connection, later or ("" if _pinned(connection) else set_pins)
    raise AssertionError("the last attempt returns or raises")


def is_pooled(connection: psycopg.Connection[tuple[Any, ...]]) -> bool:
    """Say whether the server's process is another than the one that the client was told of."""
    rows = connection.execute("SELECT pg_catalog.pg_backend_pid()").fetchall()
    return bool(rows[0][0] != connection.pgconn.backend_pid)


def with_database(conninfo: str, name: str) -> str:
    """Return a connection string for another database of the same server, with its password.

    Raises ConnectionFailed for one that does not parse.
    """
    return make_conninfo(**(_parse(conninfo) | {"dbname": name}))


def _escaped(value: str) -> str:
    """Return a value as libpq's options take it (manual 32.1.2)."""
    return value.replace("\\", "\\\\").replace(" ", "\\ ")


def _parse(conninfo: str) -> dict[str, Any]:
    try:
        return dict(conninfo_to_dict(conninfo))
    except psycopg.Error:
        # libpq's words quote the text, password included: neither they nor the cause are kept.
        raise ConnectionFailed(
            "the address of the database does not parse",
            hint="write it as postgresql://user:password@host:5432/dbname, with special "
            'characters of the password as %XX (a "@" is %40)',
        ) from None


def _pinned(connection: psycopg.Connection[tuple[Any, ...]]) -> bool:
    """Say whether the settings arrived: PGTZ and PGDATESTYLE overrule the start-up options."""
    reported = ("standard_conforming_strings", "TimeZone", "DateStyle")
    wanted = dict(PINS)
    told = {name: connection.info.parameter_status(name) or "" for name in reported}
    return all(told[name].replace(" ", "") == wanted[name] for name in reported)


def _refuses_options(text: str) -> bool:
    """Say whether an old server, or a pooler (startup parameter), refused one of our settings."""
    return _CHECK_INTERVAL[0] in text or "startup parameter" in text
