"""The set-up that make does: once, and again when what it made is out of date or broken."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Stands for Python: makes an environment whose doit knows its folder, and counts installations.
PYTHON = """#!/bin/sh
case "$*" in
*" venv "*)
    case "$*" in *--clear*) rm -rf .venv;; esac
    mkdir -p .venv/bin
    ln -sf "$STUB" .venv/bin/python
    printf 'test "$PWD" = "%s"' "$PWD" > .venv/bin/doit
    chmod +x .venv/bin/doit;;
*" pip install "*) echo installed >> "$LOG";;
esac
"""


class Clone:
    """A clone with a stand-in for Python, which installs nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "clone of it"
        self.folder.mkdir()
        for name in ("Makefile", "pyproject.toml"):
            shutil.copy(ROOT / name, self.folder)
        self.log, self.stub = folder / "log", folder / "python"
        self.write_stub(self.stub)

    def write_stub(self, path: Path) -> None:
        path.write_text(PYTHON)
        path.chmod(0o755)
        self.stub = path

    def installations(self) -> int:
        """Run make twice and return how often something was installed up to now."""
        for _ in range(2):
            subprocess.run(
                ["make", "--silent", f"PYTHON={self.stub}", "generate"],
                cwd=self.folder,
                env={"PATH": "/usr/bin:/bin", "LOG": str(self.log), "STUB": str(self.stub)},
                check=True,
                stdout=subprocess.DEVNULL,
            )
        return len(self.log.read_text().splitlines())


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


def test_it_is_done_once_and_when_pyproject_changes(clone) -> None:
    assert clone.installations() == 1
    (clone.folder / "pyproject.toml").touch()
    assert clone.installations() == 2


def test_a_folder_that_was_moved_gets_another(clone) -> None:
    assert clone.installations() == 1
    clone.folder = clone.folder.rename(clone.folder.with_name("elsewhere"))
    assert clone.installations() == 2


def test_a_python_that_is_gone_is_replaced(clone, tmp_path: Path) -> None:
    assert clone.installations() == 1
    clone.stub.unlink()
    clone.write_stub(tmp_path / "newer")
    assert clone.installations() == 2
