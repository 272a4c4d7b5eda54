"""Sizes and times of change of files: what tells cheaply whether they are as they were.

Every command looks at some thousand files, so that a system call or a Path for each is felt.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

# A file's size, and its time of change in ns.
Stat: TypeAlias = tuple[int, int]
# File name -> its stat.
Stats: TypeAlias = dict[str, Stat]

# Of a file that was listed and is gone, and of a link to nowhere.
GONE: Stat = (-1, 0)


def stat_of(path: str | Path) -> Stat:
    """Return a file's stat. Raises OSError for one that is not there."""
    stat = os.stat(path)  # noqa: PTH116
    return stat.st_size, stat.st_mtime_ns


def stat_or_gone(path: str | Path) -> Stat:
    """Return a file's stat, or that of none. Raises OSError when it cannot be looked at."""
    try:
        return stat_of(path)
    except FileNotFoundError:
        return GONE


def folder_stats(folder: str | Path, endings: str | tuple[str, ...] = "") -> Stats:
    """Return the stats of what a folder holds, in its own order; hidden files are left out.

    Only names with one of the endings count. Raises OSError: FileNotFoundError where there is no
    such folder, NotADirectoryError for a file.
    """
    stats = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name[0] == "." or not entry.name.endswith(endings):
                continue
            try:
                stat = entry.stat()
            except FileNotFoundError:
                stats[entry.name] = GONE
            else:
                stats[entry.name] = (stat.st_size, stat.st_mtime_ns)
    return stats
