"""Putting a site on disk: only what changed is written, and nothing that is not its own removed."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from fluentorm.errors import ConfigError
from fluentorm.files import replace_file
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

_LIST = ".fluentorm-docs.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The files that were written and removed, by their path in the folder."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def write_site(folder: Path, files: Mapping[str, bytes]) -> Written:
    """Make a folder hold these files, and remove those that an earlier run wrote and this does not.

    Raises ConfigError for a folder that holds something and was not written by this function, and
    OSError for what cannot be written.
    """
    before = _listed(folder)
    written = [path for path, content in files.items() if _differs(folder / path, content)]
    removed = [path for path in before if path not in files and (folder / path).exists()]
    listing = json.dumps(sorted(files), indent=0, ensure_ascii=False).encode()
    # The list first: what is killed after it finds its own files again.
    if _differs(folder / _LIST, listing):
        known = json.dumps(sorted({*files, *before}), indent=0, ensure_ascii=False).encode()
        replace_file(folder / _LIST, known)
    for path in written:
        replace_file(folder / path, files[path])
    for path in removed:
        (folder / path).unlink()
    if _differs(folder / _LIST, listing):
        replace_file(folder / _LIST, listing)
    return Written(written=tuple(written), removed=tuple(removed))


def _listed(folder: Path) -> list[str]:
    """Return what an earlier run wrote."""
    try:
        found = json.loads((folder / _LIST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        found = None
    if isinstance(found, list) and all(isinstance(path, str) for path in found):
        return [path for path in found if ".." not in PurePosixPath(path).parts and path[:1] != "/"]
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigError(
            f'"{folder}" holds something that is no site of fluentorm\'s',
            hint="name another folder: doit docs --output schema_docs",
        )
    return []


def _differs(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() != content
    except (FileNotFoundError, NotADirectoryError):
        return True
