"""The embedded server of one project: what commands and tests use."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm import locks
from fluentorm.embedded import account as accounts
from fluentorm.embedded import cluster, installation, postmaster, runtime
from fluentorm.embedded import place as places
from fluentorm.errors import EmbeddedError
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.embedded.place import Place
    from fluentorm.embedded.postmaster import Running

APPLICATION = "fluent"
_LOCK_SECONDS = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What is known about a server without starting it.

    ``data`` is None before the first start, ``pid`` and ``socket_directory`` while it is
    stopped. ``version`` is the major version of the data directory.
    """

    running: bool
    version: str | None = None
    pid: int | None = None
    data: Path | None = None
    socket_directory: Path | None = None
    log: Path | None = None


class EmbeddedServer:
    """The embedded PostgreSQL that belongs to ``home``, the project's ``.fluent`` folder.

    With ``scratch`` it trades safety for speed: what it holds is lost when the machine fails.
    ``system_dir`` is where the data lies when root runs it, a folder that others can enter. Every
    method raises EmbeddedError when it cannot do its work.
    """

    def __init__(
        self, home: Path, *, scratch: bool = False, system_dir: Path = places.SYSTEM_DIR
    ) -> None:
        self.home = home
        self.scratch = scratch
        self.system_dir = system_dir

    def start(self) -> None:
        """Make sure that the server runs and accepts connections; find it if it does.

        The first start makes the data directory and the application's database.
        """
        with _reported(self.home):
            if self._running() is None:
                installation.find()
                with self._alone(create=True):
                    # Whoever held the lock before us may have started it.
                    if self._running() is None:
                        self._start()

    def stop(self) -> bool:
        """Stop the server, ending its connections, and wait until it is gone.

        Gives False when it was not running.
        """
        with _reported(self.home):
            if self._place() is None:
                return False
            with self._alone():
                place = self._place()
                return place is not None and self._stop(place)

    def status(self) -> Status:
        """Say what is known about the server; starts nothing."""
        with _reported(self.home):
            place = self._place()
            if place is None:
                return Status(running=False)
            running = postmaster.find(place)
            made_by = cluster.version(place.data)
            return Status(
                running=running is not None,
                version=made_by,
                pid=running.pid if running else None,
                data=place.data if made_by else None,
                socket_directory=running.socket_directory if running else None,
                log=place.log,
            )

    def url(self, dbname: str = APPLICATION) -> str:
        """Give the libpq URL of a database on the running server. It holds no secret."""
        from urllib.parse import quote

        running = self._require()
        host = quote(str(running.socket_directory), safe="")
        # The port is spelled out because libpq would otherwise take it from PGPORT.
        where = f"host={host}&port={places.PORT}"
        return f"postgresql://{cluster.SUPERUSER}@/{quote(dbname, safe='')}?{where}"

    def ensure_database(self, name: str = APPLICATION) -> bool:
        """Create a database on the running server unless it is there; say whether it was made."""
        names = self._psql("SELECT datname FROM pg_database")
        if name in names.splitlines():
            return False
        self._psql(f"CREATE DATABASE {_identifier(name)}")
        return True

    def reset(self, dbname: str = APPLICATION) -> None:
        """Drop a database with all that is in it and create it again, empty.

        A data directory that cannot be started, such as one of another PostgreSQL version, is
        made anew.
        """
        # What has nothing to do with the data must not cost the data.
        installation.find()
        accounts.current()
        try:
            self.start()
        except EmbeddedError:
            self._discard_data()
            self.start()
        self._psql(f"DROP DATABASE IF EXISTS {_identifier(dbname)} WITH (FORCE)")
        self._psql(f"CREATE DATABASE {_identifier(dbname)}")

    def remove(self) -> None:
        """Stop the server and delete everything that belongs to this home."""
        with _reported(self.home):
            place = self._place()
            if place is None:
                return
            with self._alone():
                self._stop(place)
                shutil.rmtree(place.base)
                if place.folder != place.base:
                    shutil.rmtree(place.folder)

    def shell_command(self, dbname: str = APPLICATION) -> list[str]:
        """Give the command that opens psql on a database of the running server."""
        return [installation.find().program("psql"), self.url(dbname)]

    def _place(self) -> Place | None:
        installation.require_posix()
        return places.find(self.home, root=os.geteuid() == 0, system_dir=self.system_dir)

    def _running(self) -> Running | None:
        place = self._place()
        return postmaster.find(place) if place else None

    def _require(self) -> Running:
        with _reported(self.home):
            running = self._running()
        if running is None:
            raise EmbeddedError("the embedded PostgreSQL is not running", hint="doit db_start")
        return running

    def _start(self) -> None:
        found = installation.find()
        account = accounts.current()
        place = self._place() or places.create(self.home, account, self.system_dir)
        # It may live though its socket was swept away with /tmp; and if it does not, what it left
        # behind has to go.
        self._stop(place)
        programs = runtime.reachable(found, account)
        made_by = cluster.version(place.data)
        if made_by is None:
            cluster.create(place, account, programs, APPLICATION)
        elif made_by != programs.major:
            raise EmbeddedError(
                f'"{place.data}" was made by PostgreSQL {made_by}, '
                f"and the installed one is {programs.version}",
                hint=cluster.RESET,
            )
        # Whatever copied them may not have kept their modes.
        place.folder.chmod(0o700)
        places.make_private(place.data, account)
        cluster.write_access_rules(place, account)
        directory = places.socket_directory(place, account)
        program = programs.program("postgres")
        postmaster.start(place, account, program, directory, scratch=self.scratch)

    def _stop(self, place: Place) -> bool:
        was_alive = postmaster.alive(place)
        directory = postmaster.stop(place)
        if directory is not None:
            places.remove_socket_directory(place, directory)
        return was_alive

    def _discard_data(self) -> None:
        with _reported(self.home), self._alone(create=True):
            place = self._place()
            if place is not None:
                self._stop(place)
                cluster.discard(place)

    def _psql(self, statement: str) -> str:
        """Run one statement on the running server's own database and give its output."""
        command = self.shell_command("postgres")
        options = ["-X", "-q", "-A", "-t", "-w", "-v", "ON_ERROR_STOP=1", "-c", statement]
        done = accounts.run(accounts.myself(), [command[0], *options, command[1]])
        if done.returncode != 0:
            raise EmbeddedError(f"the embedded PostgreSQL refused: {done.stdout.strip()}")
        return done.stdout.strip()

    @contextlib.contextmanager
    def _alone(self, *, create: bool = False) -> Iterator[None]:
        """Hold the home's lock, so that starting and stopping happen one at a time."""
        home = Path(os.path.realpath(self.home))
        if create:
            home.mkdir(parents=True, exist_ok=True)
        file = home / "postgres.lock"
        try:
            with locks.exclusive(file, seconds=_LOCK_SECONDS):
                yield
        except TimeoutError as error:
            if error.filename != str(file):
                raise
            raise EmbeddedError(
                "another command has been starting or stopping the embedded PostgreSQL "
                f"for {_LOCK_SECONDS:.0f} seconds",
                hint=f'"{file}" is the file that it holds locked',
            ) from None


@contextlib.contextmanager
def _reported(home: Path) -> Iterator[None]:
    """Turn what the operating system refuses into an EmbeddedError."""
    try:
        yield
    except OSError as error:
        file = f'"{error.filename}": ' if error.filename else ""
        raise EmbeddedError(
            f"the embedded PostgreSQL cannot be used: {file}{error.strerror or error}",
            hint=f'"{home}" must be a folder that you can write to, with room for 100 MB',
        ) from error


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
