"""A generation that dies at any of its writes leaves all or nothing."""

import json
import os
import shutil
from pathlib import Path

import pytest

from fluentorm import files
from fluentorm.errors import GenerationError
from fluentorm.files import replace_file
from fluentorm.migrate.commit import commit, recover

FILES = {"1_a.sql": "select 1;\n", "1_a_down.sql": "select 2;\n", "2_b.sql": "select 3;\n"}
KEPT = {"replaced/1_a/0_first.sql": b"select 0;\n", "replaced/1_a/0_first_down.sql": b""}
OLD, NEW = "old snapshot\n", "new snapshot\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "0_first.sql").write_text("select 0;\n")
    (tmp_path / "snapshot.json").write_text(OLD)
    return tmp_path


def _commit(root: Path, **more: object) -> None:
    commit(
        migrations_dir=root / "migrations",
        files=FILES,
        snapshot_path=root / "snapshot.json",
        snapshot_text=NEW,
        journal=root / ".fluent" / "journal.json",
        **more,  # type: ignore[arg-type]
    )


def _state(root: Path) -> tuple[str, list[str]]:
    folder = root / "migrations"
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
    return (root / "snapshot.json").read_text(), names


def test_everything_is_written(root: Path) -> None:
    _commit(root)
    assert _state(root) == (NEW, ["0_first.sql", *FILES])
    assert {name: (root / "migrations" / name).read_text() for name in FILES} == FILES
    assert not list((root / ".fluent").iterdir())


def _die_at(count: int) -> None:
    """Make this process end, as kill -9 would, at its count-th system call that changes a file."""
    calls = 0

    def counting(original):  # type: ignore[no-untyped-def]
        def wrapper(*args, **kwargs):  # type: ignore[no-untyped-def]
            nonlocal calls
            calls += 1
            if calls == count:
                os._exit(9)
            return original(*args, **kwargs)

        return wrapper

    os.open = counting(os.open)
    os.write = counting(os.write)
    os.unlink = counting(os.unlink)
    os.replace = counting(os.replace)
    Path.unlink = counting(Path.unlink)  # type: ignore[method-assign]


# Python 3.12 warns of forking beside threads; this child only writes files and leaves.
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_killed_at_any_write_leaves_the_old_state_or_the_new(root: Path) -> None:
    seen = set()
    for count in range(1, 50):
        child = os.fork()
        if child == 0:
            try:
                _die_at(count)
                _commit(root)
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        recover(root / ".fluent" / "journal.json")
        state = _state(root)
        assert state in (
            (OLD, ["0_first.sql"]),
            (NEW, ["0_first.sql", *FILES]),
        ), f"killed at call {count}"
        seen.add(state[0])
        if os.waitstatus_to_exitcode(status) == 0:
            break
        replace_file(root / "snapshot.json", OLD.encode())
        for name in FILES:
            (root / "migrations" / name).unlink(missing_ok=True)
    else:
        pytest.fail("the commit never finished")
    assert count > len(FILES)
    assert seen == {OLD, NEW}


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_copies_of_what_goes_are_there_with_the_new_state_only(root: Path) -> None:
    """As a squash keeps the old files: killed anywhere, they are in one place and not in two."""
    first = root / "migrations" / "0_first.sql"
    after = sorted([*FILES, *KEPT, "replaced", "replaced/1_a"])
    seen = set()
    for count in range(1, 60):
        child = os.fork()
        if child == 0:
            try:
                _die_at(count)
                _commit(root, removed=["0_first.sql"], kept=KEPT)
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        files._swept.clear()  # whoever recovers is another process
        recover(root / ".fluent" / "journal.json")
        state = _state(root)
        assert state in ((OLD, ["0_first.sql"]), (NEW, after)), f"killed at call {count}"
        seen.add(state[0])
        if os.waitstatus_to_exitcode(status) == 0:
            break
        replace_file(root / "snapshot.json", OLD.encode())
        shutil.rmtree(root / "migrations")
        replace_file(first, b"select 0;\n")
    else:
        pytest.fail("the commit never finished")
    assert seen == {OLD, NEW}


def test_a_file_in_the_way_is_never_overwritten(root: Path) -> None:
    mine = root / "migrations" / "2_b.sql"
    mine.write_text("by hand")
    with pytest.raises(GenerationError, match=r"2_b\.sql"):
        _commit(root)
    assert mine.read_text() == "by hand"
    assert _state(root) == (OLD, ["0_first.sql", "2_b.sql"])


def test_a_write_that_fails_leaves_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = os.write

    def full(descriptor: int, data: bytes) -> int:
        if bytes(data).startswith(b"select 3"):
            raise OSError(28, "No space left on device", "migrations/2_b.sql")
        return original(descriptor, data)

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(GenerationError, match="no space left") as caught:
        _commit(root)
    assert caught.value.hint is not None
    assert "nothing was written" in caught.value.hint
    assert _state(root) == (OLD, ["0_first.sql"])


def test_a_journal_that_cannot_be_read_is_named(root: Path) -> None:
    journal = root / "journal.json"
    journal.write_text("{")
    with pytest.raises(GenerationError, match=r"journal\.json"):
        recover(journal)


def test_recovering_says_what_it_removed(root: Path) -> None:
    journal = root / "journal.json"
    (root / "migrations" / "1_a.sql").write_text("x")
    journal.write_text(
        json.dumps(
            {
                "migrations_dir": str(root / "migrations"),
                "files": list(FILES),
                "snapshot": str(root / "snapshot.json"),
                "sha256": "0" * 64,
            }
        )
    )
    recovery = recover(journal)
    assert recovery is not None
    assert recovery.removed == ("1_a.sql",)
    assert recover(journal) is None
