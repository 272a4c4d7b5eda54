"""What doit remembers of earlier runs, kept so that a kill or a second run cannot break it.

doit's default backend depends on the machine: one of them refuses a second process, another one is
left unreadable by a kill and then ends every later command. One JSON file, forgotten when it is
not whole, costs at worst that everything is looked at once more.
"""

from __future__ import annotations

import os
from typing import Any

from doit.dependency import JSONCodec

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
