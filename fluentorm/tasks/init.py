"""Making a new project."""

from __future__ import annotations

import shlex
from importlib.resources import files
from pathlib import Path

from fluentorm.errors import ConfigError
from fluentorm.tasks.action import say

# Where each file of the new project comes from.
_FILES = {
    "dodo.py": "dodo.py.txt",
    "Makefile": "Makefile.txt",
    "schemas/01_users.py": "01_users.py.txt",
    ".gitignore": "gitignore.txt",
    ".env.example": "env.example.txt",
}


def init(folder: Path) -> None:
    """Make a project that works at once in a folder, which may exist and hold other files.

    Raises ConfigError, and writes nothing, when one of the files is there already.
    """
    taken = [name for name in _FILES if (folder / name).exists()]
    if taken:
        raise ConfigError(
            f'"{folder / taken[0]}" exists already',
            hint="choose another folder: fluentorm init my_project",
        )
    _write(folder)
    for name in _FILES:
        say(f"wrote {folder / name}")
    say()
    say("next:")
    if folder != Path():
        say(f"  cd {shlex.quote(str(folder))}")
    say("  doit generate_models migrate")


def _write(folder: Path) -> None:
    """Write all files or, where one cannot be written, none.

    Raises OSError.
    """
    templates = files("fluentorm.tasks") / "scaffold"
    written: list[Path] = []
    try:
        for name, template in _FILES.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            written.append(path)
            path.write_text((templates / template).read_text(encoding="utf-8"), encoding="utf-8")
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
