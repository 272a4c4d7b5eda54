"""What doit remembers of earlier runs, kept so that a kill or a second run cannot break it.

doit's default backend depends on the machine: one of them refuses a second process, another one is
left unreadable by a kill and then ends every later command. One JSON file, forgotten when it is
not whole, costs at worst that everything is looked at once more.
"""

from __future__ import annotations

import os
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from doit.dependency import JSONCodec, MD5Checker

_FILE = ".doit.db.json"


def memory_file() -> str:
    """Return the file to remember in; the null device where the folder cannot be written to.

    Migrations are run in containers whose files are read-only, too.
    """
    place = _FILE if os.path.exists(_FILE) else "."  # noqa: PTH110 - every command waits for this
    return _FILE if os.access(place, os.W_OK) else os.devnull


class ForgivingCodec(JSONCodec):  # type: ignore[misc]  # doit ships no types
    """doit's JSON, with nothing remembered where it does not parse."""

    def decode(self, data: str) -> dict[str, Any]:
        """Return what is remembered: task -> kind of thing -> value."""
        try:
            found = super().decode(data)
        except ValueError:
            return {}
        whole = isinstance(found, dict) and all(isinstance(v, dict) for v in found.values())
        return found if whole else {}


class Checker(MD5Checker):  # type: ignore[misc]  # as above
    """doit's check of a dependency by time, size and digest, with a quicker digest taken once.

    A snapshot has megabytes, and doit takes the digest of what changed before a task and after it.
    """

    def check_modified(self, file_path: str, file_stat: os.stat_result, state: Any) -> bool:
        """Say whether a file is not as it was in ``state``."""
        changed, size, digest = state
        if file_stat.st_mtime == changed:
            return False
        return bool(file_stat.st_size != size or digest != _digest(file_path, file_stat))

    def get_state(self, dep: str, current_state: Any) -> tuple[float, int, str] | None:
        """Return the state of a file to remember; None where it is ``current_state``."""
        stat = os.stat(dep)  # noqa: PTH116 - a thousand of these
        if current_state and current_state[0] == stat.st_mtime:
            return None
        return stat.st_mtime, stat.st_size, _digest(dep, stat)


def _digest(path: str, stat: os.stat_result) -> str:
    return _digest_of(path, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=16)
def _digest_of(path: str, _size: int, _changed: int) -> str:
    return sha256(Path(path).read_bytes()).hexdigest()
