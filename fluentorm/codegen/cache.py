"""What was rendered before: a derived file that spares rendering it again.

For each file the digest of what it was made from, and the size and time that the file was left
with. An entry counts only while all three agree, so that a file edited or checked out since is
compared again.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from fluentorm.derived import keep, recall
from fluentorm.stats import folder_stats


class Entry(NamedTuple):
    """A file as it was last seen to be right; ``modified`` in nanoseconds."""

    key: str
    size: int
    modified: int


def key_of(made_from: tuple[object, ...]) -> str:
    """Return a digest of everything that a file's text depends on: plain values in tuples.

    Where the first is a text it is digested as it is: the repr of a thousand long ones takes time.
    """
    text, rest = ("", made_from)
    if made_from and isinstance(made_from[0], str):
        text, rest = made_from[0], made_from[1:]
    return blake2b(f"{len(text)} {text}{rest!r}".encode(), digest_size=12).hexdigest()


def load(path: Path | None) -> dict[str, Entry]:
    """Return the entries by file name, none when they were left by another generator."""
    files = recall(path, _generator()) if path is not None else None
    return {name: Entry(*entry) for name, entry in (files or {}).items()}


def save(path: Path, entries: Mapping[str, Entry]) -> None:
    """Write the entries, if they can be written."""
    keep(path, _generator(), {name: tuple(entry) for name, entry in entries.items()})


def _generator() -> str:
    """Return a mark that changes when the code that renders does."""
    marks = sorted(folder_stats(Path(__file__).parent, ".py").items())
    return blake2b(repr(marks).encode(), digest_size=12).hexdigest()
