"""What doit remembers of files: a new time is no change, other content of the same size is one."""

import os
from pathlib import Path

from fluentorm.tasks.memory import Checker


def _later(path: Path) -> None:
    moment = path.stat().st_mtime_ns + 1_000_000_000
    os.utime(path, ns=(moment, moment))


def _modified(path: Path, state: object) -> bool:
    return Checker().check_modified(str(path), path.stat(), state)


def test_a_file_that_was_only_touched_is_not_modified(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("one")
    state = Checker().get_state(str(path), None)
    assert not _modified(path, state)
    assert Checker().get_state(str(path), state) is None
    _later(path)
    assert not _modified(path, state)
    assert Checker().get_state(str(path), state) not in (None, state)


def test_other_content_of_the_same_size_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("one")
    state = Checker().get_state(str(path), None)
    path.write_text("two")
    _later(path)
    assert _modified(path, state)
    new = Checker().get_state(str(path), state)
    assert not _modified(path, new)
    path.write_text("longer")
    _later(path)
    assert _modified(path, new)
