"""What doit remembers of earlier runs, kept so that a kill or a second run cannot break it.

doit's default backend depends on the machine: one of them refuses a second process, another one is
left unreadable by a kill and then ends every later command. One JSON file, forgotten when it is
not whole, costs at worst that everything is looked at once more.
"""

from __future__ import annotations

from typing import Any

from doit.dependency import JSONCodec

FILE = ".doit.db.json"


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
