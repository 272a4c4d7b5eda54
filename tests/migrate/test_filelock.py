"""Only one process at a time holds a lock file."""

import subprocess
import sys
from pathlib import Path

import pytest

from fluentorm.errors import GenerationError
from fluentorm.locks import is_held
from fluentorm.migrate.filelock import exclusive

HOLDER = """
import sys, pathlib
from fluentorm.migrate.filelock import exclusive
with exclusive(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def _holder(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_process_is_told_who_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    waited: list[str] = []
    with _holder(path) as process:
        assert is_held(path)
        message = f"process {process.pid}"
        with (
            pytest.raises(GenerationError, match=message),
            exclusive(path, wait=0.1, on_wait=waited.append),
        ):
            pytest.fail("two processes held the lock")
        process.kill()
    assert waited == [str(process.pid)]


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with _holder(path) as process:
        process.kill()
    with exclusive(path, wait=0):
        assert is_held(path)
    assert not is_held(path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(GenerationError, match="lock"), exclusive(tmp_path / "file" / "lock"):
        pass
