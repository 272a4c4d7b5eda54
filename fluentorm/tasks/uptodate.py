"""Noticing that generated files were deleted or edited, which doit's targets alone do not."""

from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from fluentorm.stats import folder_stats, stat_of, stat_or_gone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from fluentorm.stats import Stats

# So many files of a write-once folder are looked at before and at a generation: a look costs some
# microseconds, and a thousand pairs of migrations are the last months of the busiest project. Older
# ones are looked at by check, and by migrate once they are applied.
_WATCHED = 2000

# What this process has seen of folders whose files are written once and never again: the stats of
# files, and the names together with the time of change that the folder had.
_seen: dict[str, Stats] = {}
_listed: dict[str, tuple[int, list[str]]] = {}


class Untouched:
    """A doit ``uptodate`` check: files are as this task left them.

    ``paths`` are files, or folders whose files ending in ``endings`` count; only sizes and times
    of change are looked at, so that thousands of files cost milliseconds. Of the folder
    ``write_once`` all names count, and the newest files by name; a process looks at each once.
    """

    def __init__(
        self,
        *paths: Path,
        write_once: Path | None = None,
        endings: tuple[str, ...] = (".py", ".sql"),
    ) -> None:
        self.paths = paths
        self.write_once = write_once
        self.endings = endings

    def __repr__(self) -> str:
        """Say it as doit info shows it."""
        return f"{', '.join(map(str, self.paths))}: as this task left it"

    def __call__(self, task: Any, values: Mapping[str, Any]) -> bool:
        """Compare with the last run; called by doit, which keeps the new state on success."""
        task.value_savers.append(lambda: {"untouched": self.signature()})
        return bool(values.get("untouched") == self.signature())

    def signature(self) -> str:
        """Return a digest of the names, sizes and times of change of the files.

        They come in the order of a folder's listing: should that change by itself, the task runs
        once more and writes nothing.
        """
        states = [_state(path, self.endings) for path in self.paths]
        if self.write_once is not None:
            names, stats = newest_stats(self.write_once)
            states += ["|".join(names), _joined(stats, self.endings)]
        return sha256("|".join(states).encode(errors="surrogateescape")).hexdigest()


def newest_stats(folder: Path) -> tuple[list[str], Stats]:
    """Return the names of all files of a write-once folder, and the stats of the newest by name.

    A process looks at each file once.
    """
    path = str(folder)
    known = _seen.setdefault(path, {})
    names = _names(path)
    newest = names[-_WATCHED:]
    for name in newest:
        if name not in known:
            known[name] = stat_or_gone(f"{path}/{name}")
    return names, {name: known[name] for name in newest}


def add_names(folder: Path, names: Iterable[str]) -> None:
    """Take note of files that this process has just written to a write-once folder.

    Listing it anew would take others' files that came meanwhile for ones that were looked at.
    """
    path = str(folder)
    known = _listed.get(path, (0, []))[1]
    _listed[path] = (stat_of(path)[1], sorted([*known, *names]))


def _names(folder: str) -> list[str]:
    """Return the sorted names of a folder's files; listed once while the folder does not change."""
    try:
        changed = stat_of(folder)[1]
        known, names = _listed.get(folder, (0, []))
        if known != changed:
            names = sorted(name for name in os.listdir(folder) if name[0] != ".")
            _listed[folder] = (changed, names)
    except (FileNotFoundError, NotADirectoryError):
        return []
    return names


def _state(path: Path, endings: tuple[str, ...]) -> str:
    try:
        return _joined(folder_stats(path, endings), endings)
    except NotADirectoryError:
        return str(stat_or_gone(path))
    except FileNotFoundError:
        return "missing"


def _joined(stats: Stats, endings: tuple[str, ...]) -> str:
    return "|".join(
        [f"{name}/{stat[0]}/{stat[1]}" for name, stat in stats.items() if name.endswith(endings)]
    )
