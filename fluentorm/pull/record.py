"""What an earlier pull wrote, so that a later one can tell its own files from edited ones.

The record lies beside the schema files and belongs into version control with them.
"""

from __future__ import annotations

import json
from dataclasses import field
from hashlib import sha256
from typing import TYPE_CHECKING

from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

RECORD_NAME = ".fluent_pulled.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The digests of the files as they were written, by their paths in the schemas folder.

    A file has two while a pull is being written: that of its old content and of its new.
    """

    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def wrote(self, name: str, content: bytes | None) -> bool:
        """Say whether a file is as a pull left it."""
        return content is not None and digest(content) in self.files.get(name, ())


def digest(content: bytes) -> str:
    """Return what identifies a file's content, however version control ends its lines."""
    return sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def read_record(folder: Path) -> Record:
    """Return the record of a folder; an empty one where there is none, or none of ours."""
    try:
        data = json.loads((folder / RECORD_NAME).read_text(encoding="utf-8"))
        files = {str(name): tuple(map(str, found)) for name, found in data["files"].items()}
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return Record()
    return Record(files=files)


def record_text(files: Mapping[str, Iterable[str]]) -> str:
    """Return the text of a record, one file a line."""
    items = sorted(files.items())
    lines = ",\n".join(f"    {json.dumps(name)}: {json.dumps(list(d))}" for name, d in items)
    return f'{{\n  "version": 1,\n  "files": {{\n{lines}\n  }}\n}}\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a pull does to a folder: files to write, to remove, and those in its way."""

    write: Mapping[str, str]
    remove: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


def changes(
    texts: Mapping[str, str],
    existing: Mapping[str, bytes],
    record: Record,
    *,
    replaces: Iterable[str],
) -> Changes:
    """Return what writing ``texts`` does to the files that exist.

    ``replaces`` are existing files that would say something a second time. Of those, and of the
    ones that would be written over, what an earlier pull left is simply replaced.
    """
    write = {
        name: text
        for name, text in texts.items()
        if name not in existing or digest(existing[name]) != digest(text.encode())
    }
    gone = [name for name in record.files if name in existing and name not in texts]
    second = [name for name in replaces if name in existing and name not in texts]
    touched = dict.fromkeys([*(name for name in write if name in existing), *gone, *second])
    ours = [name for name in touched if record.wrote(name, existing[name])]
    others = [name for name in touched if name not in ours]
    return Changes(
        write=write,
        remove=tuple(name for name in touched if name not in texts),
        edited=tuple(name for name in others if name in record.files),
        foreign=tuple(name for name in others if name not in record.files),
    )
