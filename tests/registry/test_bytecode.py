"""Bytecode that is kept, and never stale."""

import importlib.util
import os
import sys
from pathlib import Path

import pytest

from fluentorm.registry.bytecode import compiled
from fluentorm.registry.evaluate import evaluate


@pytest.fixture(autouse=True)
def _writing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


def _value(path: Path) -> object:
    names: dict[str, object] = {}
    exec(compiled(path, path.read_bytes()), names)  # noqa: S102 running code is the test
    return names["a"]


def test_unchanged_source_is_not_compiled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.py"
    path.write_text("a = 1\n")
    assert _value(path) == 1

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr("builtins.compile", refuse)
    assert _value(path) == 1


def test_edit_of_equal_length_and_time_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_text("a = 1\n")
    os.utime(path, (1, 1))
    assert _value(path) == 1
    path.write_text("a = 2\n")
    os.utime(path, (1, 1))
    assert _value(path) == 2


def test_python_itself_can_use_the_bytecode(tmp_path: Path) -> None:
    path = tmp_path / "probe.py"
    path.write_text("a = 1\n")
    compiled(path, path.read_bytes())
    spec = importlib.util.spec_from_file_location("probe", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.a == 1


@pytest.mark.parametrize("damage", [b"", b"x" * 40, None])
def test_damaged_bytecode_is_ignored(tmp_path: Path, damage: bytes | None) -> None:
    path = tmp_path / "x.py"
    path.write_text("a = 1\n")
    compiled(path, path.read_bytes())
    cache = Path(importlib.util.cache_from_source(str(path)))
    cache.write_bytes(cache.read_bytes()[:20] if damage is None else damage)
    assert _value(path) == 1


def test_moved_file_has_its_new_name_in_errors(tmp_path: Path) -> None:
    old, new = tmp_path / "a", tmp_path / "b"
    old.mkdir()
    (old / "x.py").write_text("a = 1\n")
    compiled(old / "x.py", b"a = 1\n")
    old.rename(new)
    assert compiled(new / "x.py", b"a = 1\n").co_filename == str(new / "x.py")


def test_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_text("a = 1\n")
    (tmp_path / "__pycache__").write_text("a file where the folder would be")
    assert _value(path) == 1


def test_schema_files_have_bytecode_only_where_an_edit_elsewhere_evaluates_them_again(
    tmp_path: Path,
) -> None:
    users = tmp_path / "01_users.py"
    users.write_text('def build(t):\n    t.uuid("id", primary_key=True)\n')
    evaluate(tmp_path, root=tmp_path)
    assert not (tmp_path / "__pycache__").exists()
    (tmp_path / "_mixins.py").write_text("")
    evaluate(tmp_path, root=tmp_path)
    (kept,) = (tmp_path / "__pycache__").iterdir()
    assert kept.name.startswith("01_users.")
