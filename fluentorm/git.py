"""What git knows of a project: the files of other commits, and which merge is going on.

Everything is asked of the ``git`` program; only ``configure`` changes something.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

_UPSTREAMS = ("@{upstream}", "origin/HEAD", "origin/main", "origin/master", "main", "master")
_MERGES_LOOKED_AT = 50
_INSIDE = ("rev-parse", "--is-inside-work-tree")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Two commits that were, or are being, brought together; ``theirs_name`` is for messages."""

    ours: str
    theirs: str
    theirs_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """The repository around a folder; paths are relative to that folder."""

    folder: Path

    def commit(self, revision: str) -> str | None:
        """Return the hash of a commit, None where there is no such revision."""
        return self._try("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")

    def content(self, revision: str, path: Path) -> str | None:
        """Return a file's text at a commit, None where it did not exist."""
        return self._try("show", f"{revision}:./{path.as_posix()}", strip=False)

    def files(self, revision: str, folder: Path) -> tuple[str, ...]:
        """Return the names of the files in a folder at a commit."""
        prefix = f"{folder.as_posix()}/"
        listed = self._try("ls-tree", "--name-only", "-z", revision, prefix) or ""
        return tuple(Path(path).name for path in listed.split("\0") if path)

    def changed(self, folder: Path) -> tuple[str, ...]:
        """Return the names of files in a folder that are not as they are in HEAD."""
        words = ("status", "--porcelain", "--untracked-files=all", "--no-renames", "-z", "--")
        listed = self._try(*words, folder.as_posix(), strip=False) or ""
        return tuple(Path(line[3:]).name for line in listed.split("\0") if line)

    def merge_base(self, one: str, other: str) -> str | None:
        """Return the last commit that both descend from, None where none is known."""
        return self._try("merge-base", one, other)

    def is_shallow(self) -> bool:
        """Say whether the clone holds the last commits only."""
        return self._try("rev-parse", "--is-shallow-repository") == "true"

    def sides(self) -> tuple[Sides, ...]:
        """Return what was or is being brought together, the likeliest first.

        A merge, rebase or cherry-pick that is going on; else recent merges; else this branch and
        what it follows. In a rebase what is being applied is "ours": it is this branch's.
        """
        going_on = []
        if self.commit("MERGE_HEAD"):
            going_on.append(("HEAD", "MERGE_HEAD"))
        if self._is_rebasing() and self.commit("REBASE_HEAD"):
            going_on.append(("REBASE_HEAD", "HEAD"))
        if self.commit("CHERRY_PICK_HEAD"):
            going_on.append(("CHERRY_PICK_HEAD", "HEAD"))
        if going_on:
            return tuple(self._sides(*pair) for pair in going_on)
        upstreams = [("HEAD", name) for name in _UPSTREAMS if self.commit(name)]
        return tuple(self._sides(*pair) for pair in (*self._merges(), *upstreams))

    def is_merging(self) -> bool:
        """Say whether a merge, rebase or cherry-pick is going on."""
        heads = ("MERGE_HEAD", "CHERRY_PICK_HEAD")
        return self._is_rebasing() or any(self.commit(name) for name in heads)

    def configure(self, name: str, value: str) -> str | None:
        """Set a value for this clone; return why git does not, None where it did."""
        done = _git(self.folder, ("config", "--local", name, value))
        return (done.stderr.strip() or "it failed") if done.returncode else None

    def holding(self, path: Path) -> str | None:
        """Return the newest commit of any branch that holds a file, None where none does."""
        found = self._try(
            "log",
            "--all",
            "--full-history",
            "--max-count=1",
            "--diff-filter=AM",
            "--format=%H",
            "--",
            str(path),
        )
        return found or None

    def _is_rebasing(self) -> bool:
        folder = self._try("rev-parse", "--absolute-git-dir")
        return folder is not None and any(
            Path(folder, name).exists() for name in ("rebase-merge", "rebase-apply")
        )

    def _merges(self) -> list[tuple[str, str]]:
        listed = self._try("log", "--merges", f"-n{_MERGES_LOOKED_AT}", "--format=%P", "HEAD") or ""
        parents = [line.split() for line in listed.splitlines()]
        return [(found[0], found[1]) for found in parents if len(found) == 2]

    def _sides(self, ours: str, theirs: str) -> Sides:
        name = self._try("name-rev", "--name-only", "--refs=refs/heads/*", theirs) or theirs
        return Sides(ours=ours, theirs=theirs, theirs_name="" if name == "undefined" else name)

    def _try(self, *words: str, strip: bool = True) -> str | None:
        """Return what git prints, None where it fails."""
        done = _git(self.folder, words)
        if done.returncode:
            return None
        return done.stdout.strip() if strip else done.stdout


def is_installed() -> bool:
    """Say whether there is a git to ask."""
    return shutil.which("git") is not None


def repository(folder: Path) -> Repository | None:
    """Return the repository that a folder is in; None where there is none, or no git."""
    try:
        inside = _git(folder, _INSIDE)
    except FileNotFoundError:
        return None
    return Repository(folder=folder) if inside.stdout.strip() == "true" else None


def why_none(folder: Path) -> tuple[str, str | None]:
    """Return why there is no repository to ask, and what helps against that, if anything does."""
    if not is_installed():
        return "git is not installed", "install git"
    if "dubious ownership" in _git(folder, _INSIDE).stderr:
        return (
            "git does not trust this folder, which belongs to another user",
            f"git config --global --add safe.directory {shlex.quote(str(folder.resolve()))}",
        )
    return "there is no git repository", None


def _git(folder: Path, words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run git; its hooks, pagers and prompts stay out of it."""
    return subprocess.run(  # noqa: S603 - git, and names that were checked or are ours
        ["git", "-C", str(folder), *words],  # noqa: S607 - the user's git
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_PAGER": "cat"},
        encoding="utf-8",
        errors="surrogateescape",
        check=False,
    )
