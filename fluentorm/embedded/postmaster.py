"""Find, start and stop the server process of a data directory.

Whether it lives is not read from ``postmaster.pid``, whose number may by now be any process, but
from a lock: the server inherits an open file on which a ``flock`` is held, so the lock is there
exactly as long as any process of that server, and no restart, kill or copy can forge it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm import locks
from fluentorm.embedded import account as accounts
from fluentorm.embedded.place import PORT, SOCKET_NAME
from fluentorm.errors import EmbeddedError
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.embedded.account import Account
    from fluentorm.embedded.place import Place

START_SECONDS = 60.0
STOP_SECONDS = 60.0
_POLL = 0.005
_TAIL_LINES = 12
_LOG_LIMIT = 10 * 1024 * 1024

# A server goes on using the path that it was started with, for pg_control and its socket, also
# when the project has been moved and another one has taken that path. This path is always right.
_OWN_FOLDER = "/proc/self/cwd"

SETTINGS = (
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "unix_socket_group=",
    f"port={PORT}",
    "logging_collector=off",
    "log_destination=stderr",
)
SCRATCH_SETTINGS = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "max_wal_size=128MB",
)
# A server goes on using the path that it was started with, for pg_control and its socket, also
# when the project has been moved and another one has taken that path. This path is always right.
_OWN_FOLDER = "/proc/self/cwd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A server that lives and accepts connections: its process and the folder of its socket."""

    pid: int
    socket_directory: Path


def find(place: Place) -> Running | None:
    """Find the server of a place, or None when none runs that can be connected to.

    Takes some 50 microseconds and starts no process.
    """
    if not alive(place):
        return None
    found = _pid_file(place.data)
    if found is None or found.status != "ready":
        return None
    if not _accepts(found.socket_directory / SOCKET_NAME, found.pid):
        return None
    return Running(pid=found.pid, socket_directory=found.socket_directory)


def alive(place: Place) -> bool:
    """Say whether any process of the place's server lives, ready or not."""
    if locks.is_held(place.alive):
        return True
    # A network file system may not hand the lock to the child, so ask the system as well.
    found = _pid_file(place.data)
    return found is not None and _serves(found.pid, place.data)


def start(
    place: Place, account: Account, program: str, socket_directory: Path, *, scratch: bool
) -> Running:
    """Start the server of a place and wait until it accepts connections.

    The caller holds the place's start lock and knows that nothing runs. Raises EmbeddedError
    with the end of the log when the server gives up or is not ready in time.
    """
    inside = socket_directory.parent == place.base
    where = f"../{socket_directory.name}" if inside else str(socket_directory)
    # For people who look at the list of processes.
    name = str(place.folder.parent).encode("ascii", "replace").decode()[-63:]
    settings = [*SETTINGS, f"unix_socket_directories={where}", f"cluster_name={name}"]
    settings += SCRATCH_SETTINGS if scratch else ()
    data = _OWN_FOLDER if Path(_OWN_FOLDER).exists() else str(place.data)
    command = [program, "-D", data]
    for setting in settings:
        command += ["-c", setting]
    # PostgreSQL takes what a server that is gone left behind for that of a living one when its
    # number is now that of another process of the same user.
    socket_file = socket_directory / SOCKET_NAME
    left = (place.data / "postmaster.pid", socket_file, Path(f"{socket_file}.lock"))
    for file in left:
        file.unlink(missing_ok=True)
    with _log(place) as log, locks.exclusive(place.alive, seconds=STOP_SECONDS) as lock:
        # The shell between us leaves at once, so that the server is nobody's child here: it turns
        # into no zombie of a long-lived program when another one stops it.
        shell = ["/bin/sh", "-c", '"$@" &', "sh", *command]
        folder = place.data
        accounts.run(account, shell, folder=folder, output=log, kept_open=(lock,), session=True)
    return _until_ready(place)


def stop(place: Place) -> Path | None:
    """Stop the server of a place, wait until it is gone, and give the folder of its socket.

    The folder is also given when a server left its pid file behind. Ends connections without
    waiting for them (PostgreSQL's fast shutdown). Raises EmbeddedError when it is still there
    after a minute.
    """
    found = _pid_file(place.data)
    deadline = time.monotonic() + STOP_SECONDS
    signalled = False
    while alive(place):
        found = _pid_file(place.data) or found
        if not signalled and found is not None and _serves(found.pid, place.data):
            with contextlib.suppress(ProcessLookupError):
                os.kill(found.pid, signal.SIGINT)
            signalled = True
        if time.monotonic() > deadline:
            raise EmbeddedError(
                "the embedded PostgreSQL does not stop", hint=f'its log is "{place.log}"'
            )
        time.sleep(_POLL)
    return found.socket_directory if found else None


def tail(log: Path) -> str:
    """Give the last lines of a log, or nothing when there is none."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 8192))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-_TAIL_LINES:])


@dataclass(frozen=True, slots=True, kw_only=True)
class _PidFile:
    pid: int
    socket_directory: Path
    status: str


def _pid_file(data: Path) -> _PidFile | None:
    """Read ``postmaster.pid``; its lines are listed in PostgreSQL's ``miscadmin.h``."""
    try:
        lines = (data / "postmaster.pid").read_bytes().split(b"\n")
        pid = int(lines[0])
    except (FileNotFoundError, ValueError):
        return None
    # Relative to the data, where the server works; what is absolute stays so.
    line = os.fsdecode(lines[4]) if len(lines) > 4 else ""
    directory = data.parent / line.removeprefix("../")
    status = lines[7].decode("ascii", "replace").strip() if len(lines) > 7 else "starting"
    return _PidFile(pid=pid, socket_directory=directory, status=status)


def _serves(pid: int, data: Path) -> bool:
    """Say whether a process is the server of this data directory, which is where it works."""
    if pid <= 1:
        return False
    try:
        return Path(f"/proc/{pid}/cwd").samefile(data)
    except OSError:
        return not Path("/proc/self").exists() and _named_postgres(pid)


def _named_postgres(pid: int) -> bool:
    # macOS has no /proc.
    done = subprocess.run(  # noqa: S603 - fixed program, a number as argument
        ["/bin/ps", "-p", str(pid), "-o", "comm="], capture_output=True, check=False, text=True
    )
    return Path(done.stdout.strip()).name == "postgres"


def _accepts(path: Path, pid: int) -> bool:
    """Say whether the server with this process accepts connections at this socket."""
    with socket.socket(socket.AF_UNIX) as connection:
        # A full backlog blocks; a server that is that busy does live.
        connection.settimeout(2.0)
        try:
            connection.connect(os.fsencode(path))
        except TimeoutError:
            return True
        except OSError:
            return False
        if sys.platform != "linux":
            return True
        credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        # Zero is a process of another container.
        return int.from_bytes(credentials[:4], sys.byteorder) in (pid, 0)


@contextlib.contextmanager
def _log(place: Place) -> Iterator[int]:
    with contextlib.suppress(FileNotFoundError):
        if place.log.stat().st_size > _LOG_LIMIT:
            place.log.replace(place.log.with_name("log.old"))
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(place.log, flags, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _until_ready(place: Place) -> Running:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if (running := find(place)) is not None:
            return running
        if not alive(place):
            break
        time.sleep(_POLL)
    raise EmbeddedError(
        f"the embedded PostgreSQL did not start; the end of its log:\n{tail(place.log)}",
        hint=f'the whole log is "{place.log}"; doit db_reset starts over with an empty database',
    )
