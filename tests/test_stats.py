"""Sizes and times of change, by which a file is known to be as it was."""

from pathlib import Path

import pytest

from fluentorm.stats import GONE, folder_stats, stat_of, stat_or_gone


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.py", "b.sql", ".hidden.py"):
        (tmp_path / name).write_text(name)
    (tmp_path / "nowhere.py").symlink_to(tmp_path / "missing")
    return tmp_path


def test_a_folder_is_read_without_hidden_files(folder: Path) -> None:
    stats = folder_stats(folder)
    assert stats.keys() == {"a.py", "b.sql", "nowhere.py"}
    assert stats["a.py"] == stat_of(folder / "a.py") == (4, (folder / "a.py").stat().st_mtime_ns)


def test_only_the_endings_asked_for(folder: Path) -> None:
    assert folder_stats(folder, ".sql").keys() == {"b.sql"}
    assert folder_stats(str(folder), (".sql", ".txt")).keys() == {"b.sql"}


def test_a_link_to_nowhere_is_like_a_file_that_is_gone(folder: Path) -> None:
    assert folder_stats(folder)["nowhere.py"] == GONE
    assert stat_or_gone(folder / "nowhere.py") == stat_or_gone(folder / "missing") == GONE


def test_what_is_no_folder_is_told(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        folder_stats(folder / "missing")
    with pytest.raises(NotADirectoryError):
        folder_stats(folder / "a.py")
    with pytest.raises(FileNotFoundError):
        stat_of(folder / "missing")


def test_a_link_is_its_target(folder: Path) -> None:
    (folder / "link.py").symlink_to(folder / "b.sql")
    assert folder_stats(folder)["link.py"] == stat_of(folder / "b.sql")
