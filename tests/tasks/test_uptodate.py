"""What is noticed of generated files between two runs."""

import os
from pathlib import Path

import pytest

from fluentorm.tasks import uptodate
from fluentorm.tasks.uptodate import Untouched


@pytest.fixture(autouse=True)
def _another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uptodate, "_seen", {})


def _signature(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The signature as the next command would see it."""
    monkeypatch.setattr(uptodate, "_seen", {})
    return Untouched(write_once=folder).signature()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(5):
        (tmp_path / f"{number}_a.sql").write_text("select 1;")
    return tmp_path


def test_an_edit_in_place_of_a_new_file_is_noticed(folder: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    before = _signature(folder, monkeypatch)
    assert _signature(folder, monkeypatch) == before
    with (folder / "3_a.sql").open("r+") as file:
        file.write("SELECT")
    os.utime(folder / "3_a.sql", ns=(1, 1))
    assert _signature(folder, monkeypatch) != before


def test_every_name_counts_however_many_there_are(folder: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(uptodate, "_WATCHED", 2)
    before = _signature(folder, monkeypatch)
    os.utime(folder / "0_a.sql", ns=(1, 1))
    assert _signature(folder, monkeypatch) == before
    os.utime(folder / "4_a.sql", ns=(1, 1))
    assert _signature(folder, monkeypatch) != before
    before = _signature(folder, monkeypatch)
    (folder / "0_a.sql").unlink()
    assert _signature(folder, monkeypatch) != before


def test_what_is_not_there_has_a_signature_too(tmp_path: Path) -> None:
    missing = Untouched(tmp_path / "a.py", tmp_path / "b", write_once=tmp_path / "c")
    before = missing.signature()
    (tmp_path / "a.py").write_text("")
    assert missing.signature() != before
