"""Decide which operating system user runs the server, and run programs as that user.

PostgreSQL refuses to run as root. For root there is a system user of its own; everybody else
runs the server as themselves. ``pwd`` does not exist on Windows, where this module is imported
too, if only to say that it cannot be used.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from fluentorm.errors import EmbeddedError
from fluentorm.values import dataclass

if TYPE_CHECKING:
    import pwd
    from collections.abc import Sequence
    from pathlib import Path

SERVICE_USER = "fluentorm"
# Above it are people; a system user is below it (login.defs, SYS_UID_MAX).
_FIRST_HUMAN = 1000
_KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who runs the server (``uid``, ``gid``), and who may connect to it (``owner``, a user name).

    ``service`` is true when these are two, that is, for root.
    """

    owner: str
    uid: int
    gid: int
    service: bool


def current() -> Account:
    """Give the account of this process.

    Raises EmbeddedError when the user has no name, which PostgreSQL needs (``initdb`` and
    ``peer`` both look it up), and when the service user for root cannot be had.
    """
    uid = os.geteuid()
    if uid != 0:
        return Account(owner=_name(uid), uid=uid, gid=os.getegid(), service=False)
    entry = _service_user()
    return Account(owner=_name(0), uid=entry.pw_uid, gid=entry.pw_gid, service=True)


def myself() -> Account:
    """Give an account that runs programs without changing the user."""
    return Account(owner="", uid=os.geteuid(), gid=os.getegid(), service=False)


def run(
    account: Account,
    command: Sequence[str],
    *,
    text: str = "",
    folder: Path | str = "/",
    output: int = subprocess.PIPE,
    kept_open: tuple[int, ...] = (),
    session: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end as the account; errors go where the output goes.

    ``text`` is its input. ``folder`` is where it works, and not where the command was typed,
    which the service user may not be able to enter. ``output`` is a file to write to, else
    ``stdout`` of the result has it. ``kept_open`` are the open files that the program inherits,
    and ``session`` takes it out of the terminal's reach.
    Raises EmbeddedError when it cannot be executed; a failure is in ``returncode``.
    """
    service = account.service
    try:
        return subprocess.run(  # noqa: S603 - our own programs, and no shell reads the arguments
            command,
            input=text,
            stdout=output,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
            cwd=folder,
            env=environment(),
            umask=0o077,
            pass_fds=kept_open,
            start_new_session=session,
            user=account.uid if service else None,
            group=account.gid if service else None,
            extra_groups=[] if service else None,
        )
    except OSError as error:
        raise EmbeddedError(f'cannot run "{command[0]}": {error.strerror}') from error


def environment() -> dict[str, str]:
    """Give the environment for the server's programs.

    It is small on purpose: the server lives long, and neither ``PG*`` settings of the user nor
    secrets that happen to be in the environment belong into it.
    """
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {"LC_ALL": "C"}


def _name(uid: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        raise EmbeddedError(
            f"the user with number {uid} has no name on this machine, and PostgreSQL needs one",
            hint="add the user to /etc/passwd, or set FLUENT_DB_* to use your own server",
        ) from None


def _service_user() -> pwd.struct_passwd:
    entry = _lookup() or _create()
    if entry.pw_uid == 0 or entry.pw_uid >= _FIRST_HUMAN:
        raise EmbeddedError(
            f'the user "{SERVICE_USER}", which the embedded PostgreSQL runs as for root, '
            f"is not a system user (its number is {entry.pw_uid})",
            hint="do not run as root, or set FLUENT_DB_* to use your own server",
        )
    return entry


def _lookup() -> pwd.struct_passwd | None:
    import pwd

    try:
        return pwd.getpwnam(SERVICE_USER)
    except KeyError:
        return None


def _create() -> pwd.struct_passwd:
    output = "neither useradd nor adduser was found"
    for command in _create_commands():
        program = shutil.which(command[0], path="/usr/sbin:/sbin:/usr/bin:/bin")
        if program is None:
            continue
        done = subprocess.run(  # noqa: S603 - fixed arguments, program from the system's folders
            [program, *command[1:]],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            cwd="/",
            env=environment(),
        )
        # Another process may have been first, so what counts is that the user is there.
        if (entry := _lookup()) is not None:
            return entry
        output = done.stderr.decode("utf-8", "replace").strip() or f"exit {done.returncode}"
    raise EmbeddedError(
        f'PostgreSQL does not run as root, and the system user "{SERVICE_USER}" '
        f"could not be created: {output}",
        hint="run as another user than root, or set FLUENT_DB_* to use your own server",
    )


def _create_commands() -> tuple[tuple[str, ...], ...]:
    nologin = "/usr/sbin/nologin"
    return (
        # -M: no home; -U: a group of its own, whatever the distribution's default
        ("useradd", "-r", "-M", "-U", "-d", "/nonexistent", "-s", nologin, SERVICE_USER),
        # busybox, as on Alpine
        ("adduser", "-S", "-D", "-H", "-h", "/nonexistent", "-s", "/sbin/nologin", SERVICE_USER),
    )
