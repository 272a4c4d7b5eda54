"""The folder of migrations: which files belong together, in which order, and what they hold.

Listing the folder reads names only; a file is read when it is asked for, and once. A file is a
down file because of the file beside it, not because of its name: a table may be called ``x_down``.
A migration in Python has its way back in the same file.
"""

from __future__ import annotations

import os
from dataclasses import field
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from fluentorm.errors import FileFormat, MissingFile, Place
from fluentorm.migrate.names import bare_name, down_name, is_python
from fluentorm.migrate.source import Source, checksum, read_checksum, read_source
from fluentorm.migrate.versions import instant, next_versions
from fluentorm.values import dataclass

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

__all__ = [
    "EMPTY_CHAIN",
    "Directory",
    "Entry",
    "Source",
    "chain_digest",
    "chain_digests",
    "checksum",
    "extend_chain",
    "list_names",
    "new_versions",
    "next_version",
    "scan",
]

EMPTY_CHAIN = sha256(b"").hexdigest()


class Entry(NamedTuple):
    """One migration: its up file's name, its version's digits, and the down file's name if any."""

    name: str
    version: str
    instant: int
    down: str | None = None

    @property
    def key(self) -> tuple[int, str]:
        """The place in the order: by instant, then by name."""
        return (self.instant, self.name)

    @property
    def python(self) -> bool:
        """Whether it is written in Python."""
        return is_python(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The migrations of a folder in order; ``path`` is the folder as the user would type it."""

    path: str
    entries: tuple[Entry, ...] = ()
    _read: dict[str, Source] = field(default_factory=dict, repr=False, compare=False)

    def place(self, name: str) -> Place:
        """Return the place of a file, for errors."""
        return Place(self._joined(name))

    def _joined(self, name: str) -> str:
        return os.path.join(self.path, name)  # noqa: PTH118 - pathlib is slow on thousands

    def source(self, name: str) -> Source:
        """Return a file's content, read at the first call.

        Raises FileFormat as ``decode`` does, and for a file that cannot be read.
        """
        found = self._read.get(name)
        if found is None:
            found = self._read[name] = read_source(self._joined(name))
        return found

    def checksum(self, name: str) -> str:
        """Return a file's checksum, without looking at what it says.

        Raises MissingFile, and FileFormat for a file that cannot be read.
        """
        found = self._read.get(name)
        return found.checksum if found else read_checksum(self._joined(name))

    def chain(self) -> Iterator[tuple[str, str]]:
        """Yield name and checksum of every up file in order; this reads them all."""
        for entry in self.entries:
            yield entry.name, self.checksum(entry.name)


def scan(folder: Path | str, names: Iterable[str] | None = None) -> Directory:
    """List a folder of migrations; one that does not exist is empty.

    ``names`` are those of its files where they are known. Raises FileFormat for a file whose name
    has no version and for two of the same version, MissingFile for a down file without its up
    file.
    """
    directory = Directory(path=str(folder))
    groups: dict[str, list[str]] = {}
    for name in sorted(
        list_names(folder) if names is None else names
    ):  # an up file comes before its down file: "." sorts before "_"
        digits = _version(directory, name)
        if digits is not None:
            groups.setdefault(digits, []).append(name)
    entries = [_entry(directory, digits, group) for digits, group in groups.items()]
    entries.sort(key=lambda entry: (entry.instant, entry.name))
    _refuse_equal_numbers(directory, entries)
    return Directory(path=directory.path, entries=tuple(entries))


def list_names(folder: Path | str) -> list[str]:
    """Return the names of all files in a folder of migrations; none where there is no folder.

    Raises FileFormat for a folder that cannot be read.
    """
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise FileFormat(
            f"the folder of migrations cannot be read: {(error.strerror or '').lower()}",
            place=Place(str(folder)),
        ) from error


def _version(directory: Directory, name: str) -> str | None:
    """Return the digits that a migration's name starts with; None for files of another kind."""
    if name[0] in "._":
        return None
    if not name.endswith((".sql", ".py")):
        stem, dot, ending = name.rpartition(".")
        if ending.lower() in ("sql", "py"):
            raise FileFormat(
                "the ending must be written in small letters",
                place=directory.place(name),
                hint=f'rename it to "{stem}{dot}{ending.lower()}"',
            )
        return None
    if not name.isascii():
        _require_utf8(directory, name)
    digits, underscore, rest = name.partition("_")
    if digits.isascii() and digits.isdigit() and underscore and bare_name(rest):
        return digits
    raise FileFormat(
        "the name has no version",
        place=directory.place(name),
        hint="name it like 20241202103000_add_phone.sql, or let doit new_migration do it; "
        "a file whose name starts with _ is left alone",
    )


def _require_utf8(directory: Directory, name: str) -> None:
    """Refuse a name whose bytes are no UTF-8: it could not be recorded."""
    try:
        name.encode()
    except UnicodeEncodeError as error:
        shown = os.fsencode(name).decode("utf-8", "backslashreplace")
        raise FileFormat(
            f'the name "{shown}" is not UTF-8', place=Place(directory.path), hint="rename the file"
        ) from error


def _entry(directory: Directory, digits: str, names: list[str]) -> Entry:
    """Make one migration of the files that share the digits of a version, in order of name."""
    name = names[0]
    down = None
    if len(names) == 1:
        if name.endswith("_down.sql"):
            _require_up(directory, name)
    elif len(names) == 2 and names[1] == down_name(name):
        down = names[1]
    else:
        raise _shared_version(directory, names)
    return Entry(name=name, version=digits, instant=instant(digits), down=down)


def _refuse_equal_numbers(directory: Directory, entries: list[Entry]) -> None:
    """Refuse versions that differ in leading zeros only; they denote the same instant."""
    for first, second in pairwise(entries):
        if first.instant == second.instant and int(first.version) == int(second.version):
            raise _shared_version(directory, [first.name, second.name])


def _require_up(directory: Directory, name: str) -> None:
    """Refuse a lone ``..._down.sql`` unless its header calls it a migration by this very name.

    Running it as one could drop the table whose up file somebody lost.
    """
    source = directory.source(name)
    if source.header.migration == name:
        return
    up = name.removesuffix("_down.sql") + ".sql"
    raise MissingFile(
        f'a down file without its up file "{up}"',
        place=directory.place(name),
        hint="restore the up file, or delete this one; "
        f'if it is a migration itself, let it begin with "-- Migration: {name}"',
    )


def _shared_version(directory: Directory, names: list[str]) -> FileFormat | MissingFile:
    """Return the error for files that share a version and are not a pair."""
    names = sorted(names, key=len)
    if any(map(is_python, names)):
        return _beside_python(directory, names)
    downs = {down_name(name) for name in names}
    ups = [name for name in names if name not in downs]
    lost = [
        name
        for name in ups
        if name.endswith("_down.sql") and directory.source(name).header.migration != name
    ]
    if lost and len(ups) == len(lost) + 1:
        up = next(name for name in ups if name not in lost)
        return MissingFile(
            f'a down file without its up file "{lost[0].removesuffix("_down.sql")}.sql"',
            place=directory.place(lost[0]),
            hint=f'is it the down file of "{up}"? then call it "{down_name(up)}"',
        )
    return FileFormat(
        f'"{ups[0]}" and "{ups[-1]}" have the same version',
        place=Place(directory.path),
        hint="give the newer one, and its down file, a version of its own",
    )


def _beside_python(directory: Directory, names: Sequence[str]) -> FileFormat:
    """Return the error for a migration in Python that shares its version."""
    python = next(name for name in names if is_python(name))
    other = next(name for name in names if name != python)
    hint = "give the newer one a version of its own"
    if bare_name(other) == f"{bare_name(python)}_down":
        hint = f'the way back of "{python}" is its function down(db): write it there'
    return FileFormat(
        f'"{python}" and "{other}" have the same version', place=Place(directory.path), hint=hint
    )


def extend_chain(digest: str, name: str, file_checksum: str) -> str:
    """Return the digest of a chain that is one migration longer."""
    return sha256(f"{digest}\0{name}\0{file_checksum}".encode()).hexdigest()


def chain_digests(links: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the digest of every beginning of a chain of (name, checksum), the empty one first."""
    digest = EMPTY_CHAIN
    yield digest
    for name, file_checksum in links:
        digest = extend_chain(digest, name, file_checksum)
        yield digest


def chain_digest(links: Iterable[tuple[str, str]]) -> str:
    """Return the digest of a chain of (name, checksum), as ``Directory.chain`` yields them."""
    digest = EMPTY_CHAIN
    for digest in chain_digests(links):  # noqa: B007 - the last one counts
        pass
    return digest


def next_version(
    entries: Iterable[Entry], now: datetime.datetime, *, after: str | None = None
) -> str:
    """Return the next free version in UTC: now, or one second after the latest known.

    ``after`` is a version that was taken and whose file may be gone (the snapshot's head).
    Raises FileFormat when the latest one leaves no room in the calendar.
    """
    return next(new_versions(entries, now, after=after))


def new_versions(
    entries: Iterable[Entry], now: datetime.datetime, *, after: str | None = None
) -> Iterator[str]:
    """Yield the next free versions, each one second after the one before; see next_version."""
    taken = [(entry.instant, entry.version) for entry in entries]
    if after is not None:
        taken.append((instant(after), after))
    last = max(taken, default=(None, ""))
    try:
        yield from next_versions(last[0], now)
    except OverflowError as error:
        raise FileFormat(
            f'no version can follow "{last[1]}": its time is after the year 9999',
            hint="rename that migration to a version of the present",
        ) from error
