"""Decide where the server keeps its data and its socket, and who may enter.

The project's ``.fluent/postgres`` holds everything, except for root: the service user must not
need a way through the project's folders, so the data lies in ``/var/lib/fluentorm/ID`` and the
project keeps the ID. Folders that exist are never opened to anybody.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import socket
import stat
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.errors import EmbeddedError
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.embedded.account import Account

SYSTEM_DIR = Path("/var/lib/fluentorm")
PORT = 5432
SOCKET_NAME = f".s.PGSQL.{PORT}"
# sockaddr_un.sun_path less its final zero: 108 on Linux, 104 on macOS.
_LONGEST_SOCKET = 107 if sys.platform == "linux" else 103
_OUTSIDE = "fluentorm-{}-{}"
_ID = re.compile(r"[0-9a-f]{16}")
# libpq and PostgreSQL both read a list of folders here, split at commas, with quotes and spaces.
_PLAIN = re.compile(r"/[A-Za-z0-9/._+-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The folders of one server: ``folder`` in the project, ``base`` with the data.

    Both are the same folder unless root runs it.
    """

    folder: Path
    base: Path

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.base / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.folder / "log"

    @property
    def alive(self) -> Path:
        """The file that the server holds locked for as long as any of its processes lives."""
        return self.base / "alive"


def find(home: Path, *, root: bool, system_dir: Path = SYSTEM_DIR) -> Place | None:
    """Find the place that belongs to a home, or None when there is none yet.

    ``system_dir`` is where the data lies when root runs the server. Raises EmbeddedError when
    the home belongs to another user.
    """
    folder = _folder(home)
    pointer = folder / "location"
    if not root:
        if pointer.exists():
            raise _of_another_user(folder, "root")
        return Place(folder=folder, base=folder) if folder.is_dir() else None
    if (folder / "data").exists():
        raise _of_another_user(folder, f"number {(folder / 'data').stat().st_uid}")
    base = _pointed(pointer, system_dir)
    if base is None or not _is_ours(base, folder):
        return None
    return Place(folder=folder, base=base)


def create(home: Path, account: Account, system_dir: Path = SYSTEM_DIR) -> Place:
    """Make the folders of a home that has none yet."""
    folder = _folder(home)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    # Nobody wants a data directory in git.
    (folder / ".gitignore").write_text("*\n", "ascii")
    if not account.service:
        return Place(folder=folder, base=folder)
    make_system_dir(system_dir)
    identifier = secrets.token_hex(8)
    base = system_dir / identifier
    # The service user passes through to its own folders, and sees nothing else.
    base.mkdir(mode=0o711)
    base.chmod(0o711)
    _write_record(base / "home", folder)
    (folder / "location").write_text(f"{identifier}\n", "ascii")
    return Place(folder=folder, base=base)


def make_system_dir(directory: Path) -> None:
    """Make a folder that belongs to root and that everybody may enter."""
    directory.mkdir(mode=0o755, parents=True, exist_ok=True)
    found = directory.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != 0 or found.st_mode & 0o022:
        raise EmbeddedError(f'"{directory}" is not a folder that only root can write to')
    # mkdir's mode is subject to the umask.
    directory.chmod(0o755)


def make_private(directory: Path, account: Account) -> None:
    """Make a folder that only the server's user may enter, or make one that exists so.

    Raises EmbeddedError when it is a link, or of another user.
    """
    with contextlib.suppress(FileExistsError):
        directory.mkdir(mode=0o700)
        if account.service:
            os.chown(directory, account.uid, account.gid)
    found = directory.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid:
        raise EmbeddedError(
            f'"{directory}" is not a folder of the user that runs the embedded PostgreSQL',
            hint=f'look at what "{directory}" is, and remove it',
        )
    if stat.S_IMODE(found.st_mode) != 0o700:
        # Copied by something that does not keep modes, or made under an odd umask.
        directory.chmod(0o700)


def socket_directory(place: Place, account: Account) -> Path:
    """Make the folder for the socket: beside the data, or elsewhere if the path is unfit there."""
    directory = place.base / "socket"
    if _fits(directory):
        make_private(directory, account)
        if _takes_sockets(directory):
            return directory
    for parent in _short_parents(account):
        if _fits(parent / _OUTSIDE.format(account.uid, "x" * 8)):
            # Random and new: nobody can be there first, and no project gets another's.
            made = Path(tempfile.mkdtemp(prefix=_OUTSIDE.format(account.uid, ""), dir=parent))
            if account.service:
                os.chown(made, account.uid, account.gid)
            return made
    raise EmbeddedError(
        "there is no folder for the socket of the embedded PostgreSQL",
        hint='a short path without blanks is needed, such as "/tmp", which must be writable',
    )


def remove_socket_directory(place: Place, directory: Path) -> None:
    """Remove the folder of a stopped server's socket if it was made outside of the place."""
    if directory.parent == place.base or not directory.name.startswith("fluentorm-"):
        return
    # Nothing but what is known to be in it, because only a file of the server names the folder.
    with contextlib.suppress(OSError):
        for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
            (directory / name).unlink(missing_ok=True)
        directory.rmdir()


def _folder(home: Path) -> Path:
    folder = Path(os.path.realpath(home)) / "postgres"
    if "\n" in str(folder) or "\r" in str(folder):
        raise EmbeddedError("PostgreSQL cannot keep its data in a path with a line break")
    return folder


def _of_another_user(folder: Path, user: str) -> EmbeddedError:
    return EmbeddedError(
        f'the embedded PostgreSQL in "{folder}" belongs to another user: {user}',
        hint=f'run as that user, or remove "{folder}" with the data in it',
    )


def _pointed(pointer: Path, system_dir: Path) -> Path | None:
    try:
        identifier = pointer.read_text("ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    base = system_dir / identifier
    return base if _ID.fullmatch(identifier) and base.is_dir() else None


def _is_ours(base: Path, folder: Path) -> bool:
    """Say whether a base belongs to this folder, and not to one that it was copied from."""
    record = base / "home"
    try:
        recorded = Path(os.fsdecode(record.read_bytes()))
    except FileNotFoundError:
        return False
    if recorded == folder:
        return True
    if _pointed(recorded / "location", base.parent) == base:
        return recorded.samefile(folder)
    # The project was moved: nothing there claims the base any more.
    fresh = record.with_suffix(f".{os.getpid()}")
    _write_record(fresh, folder)
    fresh.replace(record)
    return True


def _write_record(file: Path, folder: Path) -> None:
    file.touch(mode=0o600)
    file.write_bytes(os.fsencode(folder))


def _fits(directory: Path) -> bool:
    length = len(os.fsencode(directory)) + 1 + len(SOCKET_NAME)
    return length <= _LONGEST_SOCKET and _PLAIN.fullmatch(str(directory)) is not None


def _short_parents(account: Account) -> Iterator[Path]:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime.startswith("/") and not account.service and os.access(runtime, os.W_OK):
        yield Path(runtime)
    yield Path("/tmp")  # noqa: S108 - mkdtemp makes a folder of our own in it


def _takes_sockets(directory: Path) -> bool:
    """Say whether a socket can be made here: some network and shared file systems have none."""
    probe = directory / ".probe"
    with socket.socket(socket.AF_UNIX) as one:
        try:
            probe.unlink(missing_ok=True)
            one.bind(str(probe))
            probe.unlink()
        except OSError:
            return False
    return True
