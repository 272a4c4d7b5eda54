"""Make a data directory, and say who may connect to it."""

from __future__ import annotations

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


def create(place: Place, account: Account, installation: Installation) -> None:
    """Make a data directory with initdb: whole, or not at all.

    Raises EmbeddedError with what initdb said.
    """
    unfinished = place.base / "data.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    places.make_private(unfinished, account)
    command = [installation.program("initdb"), "-D", str(unfinished), "-U", SUPERUSER]
    command += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin"]
    command += ["--builtin-locale=C.UTF-8", "--auth=peer", "--no-sync", "--no-instructions"]
    for setting in _SETTINGS:
        command += ["--set", setting]
    done = accounts.run(account, command)
    if done.returncode != 0:
        shutil.rmtree(unfinished, ignore_errors=True)
        said = "\n".join(done.stdout.strip().splitlines()[-8:])
        raise EmbeddedError(
            f"the embedded PostgreSQL could not make its data directory:\n{said}",
            hint=f'"{place.base}" needs some 60 MB of room',
        )
    unfinished.rename(place.data)


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
