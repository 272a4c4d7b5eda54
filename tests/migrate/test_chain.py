"""The snapshot's head vouches for the migrations up to it."""

import os
from pathlib import Path

import pytest

from fluentorm.errors import SnapshotError
from fluentorm.migrate.chain import check_head, head_of, link_of
from fluentorm.migrate.file import Draft, MigrationPair, format_pair
from fluentorm.migrate.reading import read_chain
from fluentorm.snapshot.store import Head


def _pair(version: str, slug: str, parent: str | None = None) -> MigrationPair:
    return format_pair(
        Draft(
            version=version,
            slug=slug,
            table="t",
            kind="create_table",
            parent=parent,
            up=(f"CREATE TABLE {slug} ()",),
            down=(f"DROP TABLE {slug}",),
        )
    )


FIRST = _pair("20240101000000", "one")
SECOND = _pair("20240101000001", "two", FIRST.up.name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    migrations = tmp_path / "migrations"
    migrations.mkdir()
    for pair in (FIRST, SECOND):
        for file in (pair.up, pair.down):
            (migrations / file.name).write_text(file.text)
    return migrations


def _links(folder: Path):  # type: ignore[no-untyped-def]
    return read_chain(folder, folder.parent / "cache")[1]


def test_what_is_about_to_be_written_has_the_links_that_are_read_back(folder: Path) -> None:
    assert _links(folder) == (link_of(FIRST), link_of(SECOND))


def test_the_head_of_a_chain_accepts_it(folder: Path) -> None:
    links = _links(folder)
    head = head_of(links)
    assert head.migration == SECOND.up.name
    check_head(head, links, "s.json")
    check_head(Head(), (), "s.json")


def test_an_edited_generated_file_is_refused_also_with_a_warm_cache(folder: Path) -> None:
    head = head_of(_links(folder))
    down = folder / FIRST.down.name
    down.write_text(down.read_text() + "-- more\n")
    with pytest.raises(SnapshotError, match="a generated file was edited"):
        check_head(head, _links(folder), "s.json")


def test_what_was_edited_is_named_when_the_chain_was_right_before(folder: Path) -> None:
    memory = folder.parent / "memory.json"
    head = head_of(_links(folder))
    check_head(head, _links(folder), "s.json", memory)
    up = folder / FIRST.up.name
    up.write_text(up.read_text() + "-- more\n")
    with pytest.raises(SnapshotError, match=f"{FIRST.up.name} edited"):
        check_head(head, _links(folder), "s.json", memory)


def test_other_line_ends_are_no_edit(folder: Path) -> None:
    head = head_of(_links(folder))
    up = folder / FIRST.up.name
    up.write_bytes(up.read_bytes().replace(b"\n", b"\r\n"))
    check_head(head, _links(folder), "s.json")


def test_a_removed_migration_is_refused(folder: Path) -> None:
    head = head_of(_links(folder))
    (folder / FIRST.up.name).unlink()
    (folder / FIRST.down.name).unlink()
    with pytest.raises(SnapshotError, match="removed"):
        check_head(head, _links(folder), "s.json")


def test_a_missing_last_migration_is_named(folder: Path) -> None:
    head = head_of(_links(folder))
    (folder / SECOND.up.name).unlink()
    (folder / SECOND.down.name).unlink()
    with pytest.raises(SnapshotError, match=SECOND.up.name):
        check_head(head, _links(folder), "s.json")


def test_a_generated_migration_after_the_head_is_named(folder: Path) -> None:
    head = head_of(_links(folder)[:1])
    with pytest.raises(SnapshotError, match=SECOND.up.name):
        check_head(head, _links(folder), "s.json")


def test_a_migration_by_hand_may_follow_the_head_and_be_worked_on(folder: Path) -> None:
    head = head_of(_links(folder))
    mine = folder / "20240101000002_fill.sql"
    mine.write_text("select 1;\n")
    check_head(head, _links(folder), "s.json")
    adopted = head_of(_links(folder))
    assert adopted.migration == mine.name
    mine.write_text("select 2;\n")
    check_head(adopted, _links(folder), "s.json")


def test_a_broken_cache_is_only_a_memory(folder: Path) -> None:
    links = _links(folder)
    (folder.parent / "cache").write_text('{"a": 1}')
    assert _links(folder) == links


def test_the_cache_is_written_once(folder: Path) -> None:
    _links(folder)
    cache = folder.parent / "cache"
    os.utime(cache, ns=(1, 1))
    _links(folder)
    assert cache.stat().st_mtime_ns == 1
