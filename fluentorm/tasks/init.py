"""Making a new project."""

from __future__ import annotations

import shlex
from importlib.resources import files
from pathlib import Path

from fluentorm.errors import ConfigError
from fluentorm.registry.discover import schema_files
from fluentorm.tasks.action import say
from fluentorm.tasks.git_setup import require_repository, set_up_git

# Where each file of the new project comes from.
_FILES = {
    "dodo.py": "dodo.py.txt",
    "Makefile": "Makefile.txt",
    "schemas/01_users.py": "01_users.py.txt",
    ".gitignore": "gitignore.txt",
    ".env.example": "env.example.txt",
}
_DODO, _SCHEMA, _IGNORED = "dodo.py", "schemas/01_users.py", ".gitignore"


def init(folder: Path, *, git: bool = False) -> None:
    """Make a project that works at once in a folder, which may exist and hold other files.

    With ``git`` the repository that it is in is told how to merge the snapshot; a project that
    exists gets nothing else.

    Files that are there stay as they are; a .gitignore gets the lines that it lacks. Raises
    ConfigError, and writes nothing, where there is a dodo.py.
    """
    if git:
        require_repository(folder)
        if _is_project(folder):
            set_up_git(folder)
            return
    if (folder / _DODO).exists():
        raise ConfigError(
            f'"{folder / _DODO}" exists already',
            hint='add "from fluentorm.tasks import *" to it, '
            "or choose another folder: fluentorm init my_project",
        )
    contents = _contents(folder)
    _write(contents)
    for path in (folder / name for name in _FILES):
        if path.exists():
            say(f"{'wrote' if path in contents else 'kept'} {path}")
    if git:
        set_up_git(folder)
    say()
    say("next:")
    if folder != Path():
        say(f"  cd {shlex.quote(str(folder))}")
    say("  doit generate_models migrate")


def _is_project(folder: Path) -> bool:
    schemas = folder / "schemas"
    return (folder / _DODO).exists() or (schemas.is_dir() and bool(schema_files(schemas)))


def _contents(folder: Path) -> dict[Path, bytes]:
    """Return the files to write, with what they shall hold."""
    templates = files("fluentorm.tasks") / "scaffold"
    contents = {}
    for name, template in _FILES.items():
        path, content = folder / name, (templates / template).read_bytes()
        if path.exists():
            if name == _IGNORED and (whole := _with_lines(path.read_bytes(), content)):
                contents[path] = whole
        elif name != _SCHEMA or not schema_files(path.parent):
            contents[path] = content
    return contents


def _with_lines(before: bytes, wanted: bytes) -> bytes | None:
    """Return a .gitignore with the lines that it lacks; None where it has them all."""
    present = {line.strip() for line in before.splitlines()}
    missing = [line for line in wanted.splitlines() if line not in present]
    if all(line.startswith(b"#") for line in missing):
        return None
    end = b"" if before.endswith(b"\n") or not before else b"\n"
    return before + end + b"\n".join(missing) + b"\n"


def _write(contents: dict[Path, bytes]) -> None:
    """Write all files or, where one cannot be written, none.

    Raises OSError.
    """
    before: dict[Path, bytes | None] = {}
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            before[path] = path.read_bytes() if path.exists() else None
            path.write_bytes(content)
    except BaseException:
        for path, old in before.items():
            if old is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(old)
        raise
