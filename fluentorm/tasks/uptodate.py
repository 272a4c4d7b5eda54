"""Noticing that generated files were deleted or edited, which doit's targets alone do not."""

from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Untouched:
    """A doit ``uptodate`` check: files are as this task left them.

    ``paths`` are files, or folders whose files ending in ``endings`` count; only sizes and times
    of change are looked at, so that thousands of files cost milliseconds.
    """

    def __init__(self, *paths: Path, endings: tuple[str, ...] = (".py", ".sql", ".json")) -> None:
        self.paths = paths
        self.endings = endings

    def __call__(self, task: Any, values: Mapping[str, Any]) -> bool:
        """Compare with the last run; called by doit, which keeps the new state on success."""
        task.value_savers.append(lambda: {"untouched": self.signature()})
        return bool(values.get("untouched") == self.signature())

    def signature(self) -> str:
        """Return a digest of the names, sizes and times of change of all files."""
        states: list[str] = []
        for path in self.paths:
            try:
                states.extend(_states(str(path), self.endings))
            except NotADirectoryError:
                stat = path.stat()
                states.append(f"{path} {stat.st_size} {stat.st_mtime_ns}")
            except FileNotFoundError:
                states.append(f"{path} missing")
        return sha256("\n".join(states).encode(errors="surrogateescape")).hexdigest()


def _states(folder: str, endings: tuple[str, ...]) -> list[str]:
    with os.scandir(folder) as entries:
        states = []
        for entry in entries:
            if entry.name.endswith(endings) and entry.name[0] != ".":
                stat = entry.stat()
                states.append(f"{entry.name} {stat.st_size} {stat.st_mtime_ns}")
    states.sort()
    return states
