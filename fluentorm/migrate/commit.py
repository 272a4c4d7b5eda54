"""Writing new migrations and the snapshot together, so that a kill leaves all or nothing.

A journal names the files before the first is written. Replacing the snapshot is the moment that
counts: a journal whose snapshot is in place belongs to a finished generation, any other to one
that was cut short, whose files are removed again. Every command that reads migrations recovers
first. The page cache outlives a killed process, so nothing waits for the disk.
"""

from __future__ import annotations

import contextlib
import json
import os
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from fluentorm.errors import GenerationError
from fluentorm.files import replace_file, sweep
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# So many files are looked for one by one: listing a folder of thousands takes longer.
_FEW = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """What was found of a generation that was cut short, and removed: the files' names."""

    removed: tuple[str, ...]


def commit(
    *,
    migrations_dir: Path,
    files: Mapping[str, str],
    snapshot_path: Path,
    snapshot_text: str,
    journal: Path,
    removed: Sequence[str] = (),
    kept: Mapping[str, bytes] | None = None,
) -> None:
    """Write the migration files (name -> text) and the snapshot, all or nothing.

    ``removed`` are files that go once the snapshot is in place; ``kept`` are copies of such, in
    folders below that of the migrations (path -> content).

    Raises GenerationError when a file exists already or cannot be written; then nothing is left.
    """
    names = list(files)
    copies = kept or {}
    content = snapshot_text.encode()
    folder = str(migrations_dir)
    taken = _taken(folder, names)
    if taken is not None:
        raise GenerationError(
            f'"{migrations_dir / taken}" exists already and is never overwritten',
            hint="run the command again: it takes the next free version",
        )
    entry = {
        "migrations_dir": str(migrations_dir),
        "files": [*copies, *names],
        "snapshot": str(snapshot_path),
        "sha256": sha256(content).hexdigest(),
        "removed": list(removed),
    }
    try:
        migrations_dir.mkdir(parents=True, exist_ok=True)
        replace_file(journal, json.dumps(entry).encode())
        for name, data in copies.items():
            replace_file(migrations_dir / name, data)
        for name, text in files.items():
            _create(f"{folder}/{name}", text)
        replace_file(snapshot_path, content)
    except OSError as error:
        recover(journal)
        raise GenerationError(
            f'cannot write "{error.filename or migrations_dir}": {(error.strerror or "").lower()}',
            hint="nothing was written; make room or make the folder writable, then run it again",
        ) from error
    except BaseException:
        recover(journal)
        raise
    _remove(migrations_dir, removed)
    journal.unlink(missing_ok=True)


def recover(journal: Path) -> Recovery | None:
    """Finish or undo the generation that a journal speaks of; None where there was nothing to undo.

    The caller holds the generation lock: a journal of a running generation is not to be touched.
    """
    try:
        entry = json.loads(journal.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValueError as error:
        raise GenerationError(
            f'"{journal}", the note of an unfinished generation, cannot be read',
            hint="look at git status: remove new migrations that the snapshot does not know, "
            "then delete that file",
        ) from error
    unfinished = _sha256(Path(entry["snapshot"])) != entry["sha256"]
    going = entry["files"] if unfinished else entry.get("removed", ())
    removed = _remove(Path(entry["migrations_dir"]), going)
    if unfinished:
        _remove_folders(Path(entry["migrations_dir"]), going)
    journal.unlink(missing_ok=True)
    return Recovery(removed=tuple(removed)) if removed and unfinished else None


def _remove(folder: Path, names: Sequence[str]) -> list[str]:
    """Remove files that may be gone already; return those that were there."""
    found = []
    for name in names:
        with contextlib.suppress(FileNotFoundError):
            (folder / name).unlink()
            found.append(name)
    return found


def _remove_folders(folder: Path, names: Sequence[str]) -> None:
    """Remove the folders that copies were written into, where nothing else is in them."""
    for place in {Path(name).parent for name in names} - {Path()}:
        for below in (place, *place.parents[:-1]):
            with contextlib.suppress(OSError):
                sweep(str(folder / below))
                (folder / below).rmdir()


def _taken(folder: str, names: Sequence[str]) -> str | None:
    """Return a name that a file has already."""
    if len(names) <= _FEW:
        return next((name for name in names if os.path.lexists(f"{folder}/{name}")), None)
    try:
        return min(set(os.listdir(folder)).intersection(names), default=None)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise GenerationError(
            f'cannot read "{folder}": {(error.strerror or "").lower()}',
            hint="FLUENT_MIGRATIONS_DIR names the folder",
        ) from error


def _create(path: str, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        data = memoryview(text.encode())
        while data:
            data = data[os.write(descriptor, data) :]
    except OSError as error:
        error.filename = str(path)  # a full disk names none
        raise
    finally:
        os.close(descriptor)


def _sha256(path: Path) -> str | None:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None
