"""What was read of the migrations is remembered, and never believed when the folder says more."""

import os
from pathlib import Path

import pytest

from fluentorm.errors import FileFormat
from fluentorm.migrate import directory as directory_module
from fluentorm.migrate.directory import scan
from fluentorm.migrate.file import Draft, MigrationPair, format_pair
from fluentorm.migrate.reading import read_chain, remember_pairs


def _pair(number: int) -> MigrationPair:
    draft = Draft(version=f"2024010100000{number}", slug=f"m{number}", table="t", kind="alter")
    return format_pair(draft)


def _write(folder: Path, pair: MigrationPair) -> None:
    folder.mkdir(exist_ok=True)
    for file in (pair.up, pair.down):
        (folder / file.name).write_text(file.text)


def _seen(folder: Path) -> tuple[list[str], dict[str, tuple[int, int]]]:
    stats = {path.name: path.stat() for path in folder.iterdir()}
    return sorted(stats), {n: (stat.st_size, stat.st_mtime_ns) for n, stat in stats.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    migrations = tmp_path / "migrations"
    for number in (1, 2):
        _write(migrations, _pair(number))
    return migrations


@pytest.fixture
def read_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that are read."""
    paths: list[str] = []
    read = directory_module.read_source
    monkeypatch.setattr(directory_module, "read_source", lambda p: paths.append(p) or read(p))
    return paths


def test_what_did_not_change_is_not_read_again(folder: Path, read_files: list[str]) -> None:
    cache = folder.parent / "cache"
    first = read_chain(folder, cache, *_seen(folder))
    assert len(read_files) == 4
    assert read_chain(folder, cache, *_seen(folder)) == first
    assert read_chain(folder, cache) == first
    assert first[0] == scan(folder)
    assert len(read_files) == 4


def test_what_was_just_generated_is_not_read_either(folder: Path, read_files: list[str]) -> None:
    cache = folder.parent / "cache"
    read_chain(folder, cache, *_seen(folder))
    read_files.clear()
    pairs = [_pair(3), _pair(4)]
    for pair in pairs:
        _write(folder, pair)
    remember_pairs(cache, pairs, _seen(folder)[1])
    kept = cache.read_bytes()
    directory, links = read_chain(folder, cache, *_seen(folder))
    assert not read_files
    assert cache.read_bytes() == kept
    assert (directory, links) == read_chain(folder, folder.parent / "other")


def test_a_first_generation_is_remembered(folder: Path, read_files: list[str]) -> None:
    cache = folder.parent / "cache"
    remember_pairs(cache, [_pair(1), _pair(2)], _seen(folder)[1])
    assert read_chain(folder, cache, *_seen(folder)) == read_chain(folder, cache)
    assert not read_files


def test_a_generated_file_edited_since_is_read_again(folder: Path) -> None:
    cache = folder.parent / "cache"
    remember_pairs(cache, [_pair(1), _pair(2)], _seen(folder)[1])
    before = read_chain(folder, cache, *_seen(folder))[1]
    edited = folder / _pair(2).down.name
    edited.write_text(edited.read_text() + "-- more\n")
    after = read_chain(folder, cache, *_seen(folder))[1]
    assert after[0] == before[0]
    assert after[1] != before[1]


def test_what_is_not_to_be_looked_at_is_believed(folder: Path, read_files: list[str]) -> None:
    cache = folder.parent / "cache"
    first = read_chain(folder, cache)
    read_files.clear()
    edited = folder / _pair(1).up.name
    edited.write_text(edited.read_text() + "-- more\n")
    names, stats = _seen(folder)
    newest = {name: stats[name] for name in names[2:]}
    assert read_chain(folder, cache, names, newest) == first
    assert read_chain(folder, cache)[1] != first[1]


def test_a_file_that_came_during_a_generation_is_found(folder: Path) -> None:
    cache = folder.parent / "cache"
    read_chain(folder, cache, *_seen(folder))
    mine = folder / "20240101000003_mine.sql"
    mine.write_text("SELECT 1;\n")
    _write(folder, _pair(4))
    remember_pairs(cache, [_pair(4)], _seen(folder)[1])
    directory, links = read_chain(folder, cache, *_seen(folder))
    assert [entry.name for entry in directory.entries][2:] == [mine.name, _pair(4).up.name]
    assert [link.generated for link in links] == [True, True, False, True]


def test_a_name_without_a_version_is_refused_every_time(folder: Path) -> None:
    cache = folder.parent / "cache"
    read_chain(folder, cache, *_seen(folder))
    (folder / "users.sql").write_text("SELECT 1;\n")
    for _ in range(2):
        with pytest.raises(FileFormat, match="no version"):
            read_chain(folder, cache, *_seen(folder))


def test_a_damaged_memory_counts_as_none(folder: Path) -> None:
    cache = folder.parent / "cache"
    first = read_chain(folder, cache)
    cache.write_bytes(cache.read_bytes()[:-3])
    os.utime(cache, ns=(1, 1))
    assert read_chain(folder, cache) == first
