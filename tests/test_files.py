"""Files are replaced in one step, and what killed writers left goes away."""

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fluentorm import files
from fluentorm.files import replace_file
from fluentorm.registry.discover import helper_files, schema_files

# Writes a file, and stops for good in the moment before it is in place.
WRITER = """
import os, sys, time
from fluentorm.files import replace_file

def stop(*_):
    print("here", flush=True)
    time.sleep(100)

os.replace = stop
replace_file(sys.argv[1], b"never there")
"""


@pytest.fixture(autouse=True)
def _another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_swept", set())


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def _writer(target: Path) -> Iterator[subprocess.Popen[str]]:
    """Give a process that is in the midst of writing a file."""
    command = [sys.executable, "-c", WRITER, str(target)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        yield process
        process.kill()


def test_the_folder_is_made_and_the_file_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file.txt"
    replace_file(path, b"old")
    replace_file(str(path), b"new" * 100_000)
    assert path.read_bytes() == b"new" * 100_000
    assert _names(path.parent) == ["file.txt"]
    assert path.stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_bare_name_is_of_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    replace_file("file.txt", b"x")
    assert _names(tmp_path) == ["file.txt"]


def test_what_a_killed_writer_left_goes_away_with_the_next_write(tmp_path: Path) -> None:
    with _writer(tmp_path / "registry.py") as process:
        process.send_signal(signal.SIGKILL)
    (left,) = _names(tmp_path)
    assert left.endswith(".fluent-tmp")
    assert schema_files(tmp_path) == helper_files(tmp_path) == []
    replace_file(tmp_path / "other.txt", b"x")
    assert _names(tmp_path) == ["other.txt"]


def test_a_living_writer_keeps_its_file(tmp_path: Path) -> None:
    with _writer(tmp_path / "registry.py"):
        (temporary,) = _names(tmp_path)
        replace_file(tmp_path / "registry.py", b"ours")
        assert _names(tmp_path) == sorted([temporary, "registry.py"])


def test_writers_at_once_leave_one_content_and_nothing_else(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from fluentorm import files\n"
        "for number in range(300):\n"
        "    files._swept.clear()\n"
        "    files.replace_file(sys.argv[1], sys.argv[2].encode() * 1000)\n"
    )
    target = str(tmp_path / "file.txt")
    writers = [subprocess.Popen([sys.executable, "-c", code, target, letter]) for letter in "abcd"]
    assert [writer.wait(60) for writer in writers] == [0] * 4
    assert (tmp_path / "file.txt").read_bytes() in {
        letter * 1000 for letter in (b"a", b"b", b"c", b"d")
    }
    assert _names(tmp_path) == ["file.txt"]


def test_a_sweep_between_creating_and_locking_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = fcntl.flock
    swept = []

    def late(descriptor: int, how: int) -> None:
        if not swept:
            (path,) = tmp_path.iterdir()
            path.unlink()
            swept.append(path)
        original(descriptor, how)

    monkeypatch.setattr(fcntl, "flock", late)
    replace_file(tmp_path / "file.txt", b"x")
    assert swept
    assert (tmp_path / "file.txt").read_bytes() == b"x"


def test_a_sweep_that_comes_late_leaves_what_was_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = tmp_path / ".0.fluent-tmp"
    left.touch()
    original = fcntl.flock

    def late(descriptor: int, how: int) -> None:
        if not left.read_bytes():  # another sweep removes it, and its writer begins again
            left.unlink()
            left.write_bytes(b"new")
        original(descriptor, how)

    monkeypatch.setattr(fcntl, "flock", late)
    replace_file(tmp_path / "file.txt", b"x")
    assert left.read_bytes() == b"new"


def test_a_folder_without_locks_is_written_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(_descriptor: int, _how: int) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", unsupported)
    (tmp_path / ".0.fluent-tmp").touch()
    replace_file(tmp_path / "file.txt", b"x")
    assert _names(tmp_path) == [".0.fluent-tmp", "file.txt"]


def test_files_of_others_stay(tmp_path: Path) -> None:
    for name in (".registry.py.swp", "file.tmp", ".fluent-tmp.py"):
        (tmp_path / name).touch()
    replace_file(tmp_path / "file.txt", b"x")
    assert len(_names(tmp_path)) == 4


def test_a_write_that_fails_names_the_file_and_leaves_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file.txt"
    replace_file(path, b"old")

    def full(_descriptor: int, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space left") as caught:
        replace_file(path, b"new")
    assert caught.value.filename == str(path)
    assert path.read_bytes() == b"old"
    assert _names(tmp_path) == ["file.txt"]


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file.txt").mkdir()
    with pytest.raises(IsADirectoryError) as caught:
        replace_file(tmp_path / "file.txt", b"x")
    assert caught.value.filename == str(tmp_path / "file.txt")
    assert caught.value.filename2 is None
    assert _names(tmp_path) == ["file.txt"]


def test_a_folder_is_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = []
    original = os.listdir
    monkeypatch.setattr(os, "listdir", lambda folder: listed.append(folder) or original(folder))
    for number in range(5):
        replace_file(tmp_path / f"{number}.txt", b"x")
    assert listed == [str(tmp_path)]
