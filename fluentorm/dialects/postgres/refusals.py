"""Why no connection could be made, in words that say what to do about it.

Before a session exists, the messages of the server and of libpq come without SQLSTATE, so their
words must do; a server that speaks another language gets its own words told.
"""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING, Any

from fluentorm.errors import ConnectionFailed
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a connection goes, for messages; never the password."""

    host: str
    port: str
    database: str
    user: str
    suspicious: bool = False

    def __str__(self) -> str:
        return f'"{self.database}" at {self.host}:{self.port} as "{self.user}"'


def explain(text: str, given: Mapping[str, Any]) -> ConnectionFailed:
    """Return the error for what libpq said; ``given`` are the parameters of the connection.

    It names server, database and user, and never the password.
    """
    target = _target(given)
    password = given.get("password")
    if f'database "{target.database}" does not exist' in text:
        return ConnectionFailed(
            f"cannot connect to {target}: this database does not exist",
            hint=_create_database(target),
            sqlstate="3D000",
        )
    if f'role "{target.user}" does not exist' in text:
        return ConnectionFailed(
            f"cannot connect to {target}: this user does not exist",
            hint="correct FLUENT_DB_USER, or let an administrator create it: "
            f"createuser {shlex.quote(target.user)}",
            sqlstate="28000",
        )
    for words, reason, hint in _REASONS:
        if any(word in text for word in words):
            return ConnectionFailed(
                f"cannot connect to {target}: {reason}", hint=hint(target) if hint else None
            )
    # The server's own words, without libpq's preamble; more than the first line is never of use.
    said = text.strip().split("\n")[0].rpartition("failed: ")[2]
    said = said.removeprefix("connection is bad: ").removeprefix("FATAL:").strip()
    if password:
        said = said.replace(password, "***")
    return ConnectionFailed(f"cannot connect to {target}: {said}")


def _target(given: Mapping[str, Any]) -> Target:
    host = str(given.get("host") or given.get("hostaddr") or os.environ.get("PGHOST") or "local")
    user = str(given.get("user") or os.environ.get("PGUSER") or "the system's user")
    return Target(
        host=host.rpartition("@")[2],  # before it stands a piece of an unescaped password
        port=str(given.get("port") or os.environ.get("PGPORT") or 5432),
        database=str(given.get("dbname") or os.environ.get("PGDATABASE") or user),
        user=user,
        suspicious="@" in host,
    )


def _start_server(target: Target) -> str:
    return (
        f"start PostgreSQL there (try: pg_isready --host {shlex.quote(target.host)} "
        f"--port {shlex.quote(target.port)}), or correct FLUENT_DB_HOST and FLUENT_DB_PORT"
    )


def _create_database(target: Target) -> str:
    command = ["createdb", "--host", target.host, "--port", target.port]
    command += ["--username", target.user, target.database]
    return f"create it: {shlex.join(command)}; or correct FLUENT_DB_NAME"


def _correct_host(target: Target) -> str:
    if target.suspicious:
        return 'in a URL, a "@" in the password is written as %40'
    return "correct FLUENT_DB_HOST"


def _says(text: str) -> Callable[[Target], str]:
    return lambda _: text


# Messages of the server and of libpq come without SQLSTATE before a session exists, so words must
# do: (any of these in the text, what we say, the hint).
_REASONS: tuple[tuple[tuple[str, ...], str, Callable[[Target], str] | None], ...] = (
    (
        ("failed to resolve host", "could not translate host name"),
        "this host is not known",
        _correct_host,
    ),
    (
        ("password authentication failed",),
        "wrong password, or no such user",
        _says("correct FLUENT_DB_USER and FLUENT_DB_PASSWORD"),
    ),
    (
        ("no password supplied",),
        "the server wants a password",
        _says("set FLUENT_DB_PASSWORD"),
    ),
    (
        ("no encryption", "SSL off"),
        "the server wants an encrypted connection (or knows no rule for this address)",
        _says("set FLUENT_DB_SSLMODE=require"),
    ),
    (
        ("no pg_hba.conf entry",),
        "the server has no rule that lets this user in from here",
        _says("let its administrator add one to pg_hba.conf"),
    ),
    (
        ("invalid response to SSL negotiation", "expected authentication request"),
        "what answers there is not PostgreSQL",
        _says("correct FLUENT_DB_HOST and FLUENT_DB_PORT"),
    ),
    (
        ("does not support SSL",),
        "the server does not offer encryption (TLS), which was required",
        _says("turn on ssl at the server, or set FLUENT_DB_SSLMODE=prefer"),
    ),
    (
        ("certificate verify failed", "root certificate file", "does not match host name"),
        "the server's certificate could not be verified",
        _says("give its authority with sslrootcert=FILE in FLUENT_DB_URL"),
    ),
    (
        ("timeout expired", "Connection timed out", "No route to host"),
        "no answer",
        _says("check host, port and firewall; connect_timeout=SECONDS in the URL waits longer"),
    ),
    (
        ("too many clients", "connection slots are reserved", "too many connections"),
        "the server has no connection left",
        _says("close idle ones, or raise max_connections"),
    ),
    (
        ("starting up", "not yet accepting", "in recovery mode", "not accepting connections"),
        "the server is starting up",
        _says("wait a moment and type the command again"),
    ),
    (("shutting down",), "the server is shutting down", _says("start it again")),
    (("Connection refused", "No such file or directory"), "no server there", _start_server),
    (
        ("Permission denied",),
        "the server's socket may not be used by this system user",
        _says("run it as the user who owns the server, or connect over TCP"),
    ),
)
