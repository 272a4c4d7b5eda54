"""The snapshot file is trusted only as fluentorm wrote it."""

from pathlib import Path

import pytest

from fluentorm.errors import SnapshotDamaged, SnapshotError
from fluentorm.schema.objects import Column, SchemaModel, Table
from fluentorm.snapshot.store import Head, Snapshot, dump, load, parse, stored_fingerprint

SNAPSHOT = Snapshot(
    model=SchemaModel(
        tables={"users": Table(name="users", columns={"a": Column(name="a", type="text")})}
    ),
    head=Head(migration="20240101000000_create_users.sql", digest="ab" * 32),
    generated_at="2024-01-01T00:00:00Z",
)


def test_what_is_dumped_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_text(dump(SNAPSHOT), encoding="utf-8")
    assert load(path, "s.json") == SNAPSHOT


def test_an_empty_schema_is_a_snapshot_too() -> None:
    assert parse(dump(Snapshot()), "s.json") == Snapshot()


def test_a_missing_file_is_no_snapshot(tmp_path: Path) -> None:
    assert load(tmp_path / "s.json", "s.json") is None
    assert stored_fingerprint(tmp_path / "s.json") is None


def test_the_stated_fingerprint_can_be_read_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_text(dump(SNAPSHOT), encoding="utf-8")
    stated = stored_fingerprint(path)
    assert stated is not None
    assert f'"fingerprint": "{stated}"' in path.read_text(encoding="utf-8")


def test_line_ends_of_another_system_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_bytes(dump(SNAPSHOT).replace("\n", "\r\n").encode())
    assert load(path, "s.json") == SNAPSHOT


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace('"a"', '"b"'), "s.json: was changed by hand"),
        (lambda text: text + "x", "s.json: was changed by hand"),
        (lambda text: text[: len(text) // 2], "s.json:"),
        (lambda text: "", "s.json:1:1: is not JSON"),
        (lambda text: "[]", "s.json: is not a snapshot"),
        (lambda text: "{}", "s.json: was changed by hand"),
        (lambda text: text.replace('"version": 1', '"version": 2'), "s.json: is of version 2"),
        (
            lambda text: text.replace('  "head"', '<<<<<<< HEAD\n  "head"'),
            "s.json:4: has a merge conflict",
        ),
    ],
)
def test_a_file_that_is_not_ours_is_refused(change, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SnapshotError) as caught:
        parse(change(dump(SNAPSHOT)), "s.json")
    assert str(caught.value).startswith(message)
    assert caught.value.hint


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(SnapshotDamaged, match="is not UTF-8"):
        load(path, "s.json")
