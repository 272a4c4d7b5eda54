"""Telling git how the generated files of a project are merged."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.config import load_config
from fluentorm.errors import ConfigError
from fluentorm.files import replace_file
from fluentorm.git import is_installed, repository
from fluentorm.snapshot import SNAPSHOT_NAME
from fluentorm.tasks.action import note, say

if TYPE_CHECKING:
    from fluentorm.git import Repository

_ATTRIBUTES = ".gitattributes"
_SNAPSHOT, _DERIVED = "fluentorm-snapshot", "fluentorm-derived"


def require_repository(folder: Path) -> None:
    """Refuse a folder, which need not exist yet, that is in no git repository.

    Raises ConfigError.
    """
    there = next(path for path in (folder, *folder.absolute().parents) if path.is_dir())
    if repository(there) is None:
        if not is_installed():
            raise ConfigError("git is not installed", hint="install it, or leave --git out")
        shown = "" if folder == Path() else f" {shlex.quote(str(folder))}"
        raise ConfigError(
            "--git sets up a repository, and there is none here",
            hint=f"git init{shown}, then this again",
        )


def set_up_git(folder: Path) -> None:
    """Let git merge the snapshot per object: a line in .gitattributes, a driver in this clone.

    Raises ConfigError where git takes no settings.
    """
    git = repository(folder)
    if git is None:
        require_repository(folder)
        return
    _write_attributes(folder)
    # -P: what lies in the root of the repository is not taken for a module.
    driver = f"{shlex.quote(sys.executable)} -P -m fluentorm.tasks.merge_driver"
    files = "%O %A %B %P"
    _configure(git, _SNAPSHOT, "fluentorm: the snapshot, per object", f"{driver} {files}")
    _configure(git, _DERIVED, "fluentorm: ours, until written anew", f"{driver} --derived {files}")
    say("configured git's merge driver in this clone; others run: fluentorm init --git")
    if git.is_merging():
        note("a merge is going on: what git merged already stays as it is")


def _configure(git: Repository, driver: str, name: str, command: str) -> None:
    for key, value in (("name", name), ("driver", command)):
        refused = git.configure(f"merge.{driver}.{key}", value)
        if refused:
            raise ConfigError(f"git config: {refused.removeprefix('error: ')}")


def _write_attributes(folder: Path) -> None:
    schemas, models = _folders(folder)
    wanted = [
        f"{_pattern(f'{schemas}/{SNAPSHOT_NAME}')} merge={_SNAPSHOT}",
        f"{_pattern(f'{schemas}/registry.py')} merge={_DERIVED}",
        f"{_pattern(models)}/*.py merge={_DERIVED}",
    ]
    path = folder / _ATTRIBUTES
    before = path.read_bytes() if path.exists() else b""
    lines = {line.strip() for line in before.decode(errors="replace").splitlines()}
    missing = [line for line in wanted if line not in lines]
    if missing:
        end = "" if before.endswith(b"\n") or not before else "\n"
        replace_file(path, before + (end + "\n".join(missing) + "\n").encode())
    say(f"{'wrote' if missing else 'kept'} {path}")


def _pattern(path: str) -> str:
    """Return a path as a pattern of .gitattributes, in which a blank is any one character."""
    return "".join(f"\\{letter}" if letter in "*?[\\" else letter for letter in path).replace(
        " ", "?"
    )


def _folders(folder: Path) -> tuple[str, str]:
    """Return the folders of schema files and models as git writes them, relative to the project.

    Raises ConfigError for one outside of it.
    """
    root = folder.absolute()
    config = load_config(root, os.environ)
    found = []
    for path in (root / config.schemas_dir, root / config.models_dir):
        if not path.is_relative_to(root):
            raise ConfigError(
                f'"{path}" is outside of the project, and so is what git would merge there',
                hint="put it into the project, or leave --git out",
            )
        found.append(path.relative_to(root).as_posix())
    return found[0], found[1]
