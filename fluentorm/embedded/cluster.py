"""Make a data directory, and say who may connect to it."""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING

from fluentorm.embedded import account as accounts
from fluentorm.embedded import place as places
from fluentorm.errors import EmbeddedError

if TYPE_CHECKING:
    from pathlib import Path

    from fluentorm.embedded.account import Account
    from fluentorm.embedded.installation import Installation
    from fluentorm.embedded.place import Place

SUPERUSER = "postgres"
RESET = "doit db_reset starts over with an empty database"
_UNFINISHED = "data.new"
_LEAVING = "data.old"
# For a machine that has other things to do; whoever wants more edits postgresql.conf.
_SETTINGS = (
    "shared_buffers=32MB",
    "max_connections=100",
    "max_wal_size=512MB",
    "timezone=UTC",
    "log_timezone=UTC",
)


def version(data: Path) -> str | None:
    """Give the major version that a data directory was made by, or None when there is none."""
    try:
        return (data / "PG_VERSION").read_text("ascii").strip()
    except FileNotFoundError:
        return None


def create(place: Place, account: Account, installation: Installation, database: str) -> None:
    """Make a data directory with one database in it: whole, or not at all.

    ``database`` is a plain lower-case name. Raises EmbeddedError with what initdb said.
    """
    if place.data.exists():
        raise EmbeddedError(
            f'"{place.data}" exists, but is not a data directory of PostgreSQL', hint=RESET
        )
    discard(place)
    unfinished = place.base / _UNFINISHED
    places.make_private(unfinished, account)
    command = [installation.program("initdb"), "-D", str(unfinished), "-U", SUPERUSER]
    command += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin"]
    command += ["--builtin-locale=C.UTF-8", "--auth=peer", "--no-sync", "--no-instructions"]
    for setting in _SETTINGS:
        command += ["--set", setting]
    done = accounts.run(account, command)
    if done.returncode == 0:
        # The single-user mode needs no server, so the rename below is what makes it all exist.
        command = [installation.program("postgres"), "--single", "-F", "-D", str(unfinished)]
        statement = f"CREATE DATABASE {database}\n"
        done = accounts.run(account, [*command, SUPERUSER], text=statement)
    if done.returncode != 0 or "ERROR:" in done.stdout:
        discard(place)
        said = "\n".join(done.stdout.strip().splitlines()[-8:])
        raise EmbeddedError(
            f"the embedded PostgreSQL could not make its data directory:\n{said}",
            hint=f'"{place.base}" needs 100 MB of room on a disk that keeps owners and modes; '
            "or set FLUENT_DB_* to use your own server",
        )
    unfinished.rename(place.data)


def discard(place: Place) -> None:
    """Remove the data directory and what an interrupted command left of one."""
    leaving = place.base / _LEAVING
    shutil.rmtree(leaving, ignore_errors=True)
    shutil.rmtree(place.base / _UNFINISHED, ignore_errors=True)
    with contextlib.suppress(FileNotFoundError):
        # Half a data directory would look like a whole one.
        place.data.rename(leaving)
        shutil.rmtree(leaving)


def write_access_rules(place: Place, account: Account) -> None:
    """Let the owner in by what the kernel says about the socket's other end, and nobody else.

    Written at every start, so that rules of an older version do not live on. ``all`` as the
    database user of a map needs PostgreSQL 16.
    """
    owner = account.owner.replace('"', '""')
    _write(place.data / "pg_hba.conf", "local all all peer map=fluentorm\n", account)
    _write(place.data / "pg_ident.conf", f'fluentorm "{owner}" all\n', account)


def _write(file: Path, text: str, account: Account) -> None:
    fresh = file.with_name(f"{file.name}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with open(descriptor, "w", encoding="utf-8") as opened:  # noqa: PTH123 - a descriptor
        if account.service:
            os.fchown(descriptor, account.uid, account.gid)
        opened.write(text)
    fresh.replace(file)
