"""Databases that applied migrations before one other took their place.

``squash`` writes a migration that lists what it replaces. A database that has applied all of that
has applied this one; a new database runs it; one in the middle has to finish with the old files,
which are kept in a folder of their own as long as there may be such a database.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.dialects.base import Record
from fluentorm.errors import ChecksumMismatch, FluentError, MigrationError
from fluentorm.migrate.names import bare_name, down_name
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fluentorm.dialects.base import AppliedMigration
    from fluentorm.dialects.running import StepRecord
    from fluentorm.migrate.directory import Directory
    from fluentorm.migrate.header import Replaced

KEPT_FOLDER = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """A migration that stands for others which a database has applied, all of them."""

    record: Record
    names: tuple[str, ...]

    @property
    def scripts(self) -> tuple[str, ...]:
        """The names of all files that it stands for."""
        return tuple(file for name in self.names for file in (name, down_name(name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What a database has applied, with replaced migrations as the one that stands for them.

    ``obstacle`` is the error for a database that has applied only some of them.
    """

    applied: tuple[AppliedMigration, ...]
    records: tuple[StepRecord, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    obstacle: MigrationError | None = None

    def require(self) -> Settled:
        """Return this, or raise the obstacle."""
        if self.obstacle is not None:
            raise self.obstacle
        return self


def settle(
    directory: Directory,
    applied: Sequence[AppliedMigration],
    records: Sequence[StepRecord] = (),
) -> Settled:
    """Return what is applied in the words of the folder as it is now.

    Only where an applied migration has no file, other files are looked at.
    """
    here = {entry.name for entry in directory.entries}
    known = {row.name: row for row in applied}
    if all(name in here for name in known):
        return Settled(applied=tuple(applied), records=tuple(records))
    found: list[Replacement] = []
    for name, replaced in _standing_for(directory):
        listed = [one for one in replaced if one.name in known]
        if name in known or not listed:
            continue
        obstacle = _obstacle(directory, name, replaced, known)
        if obstacle is not None:
            return Settled(applied=tuple(applied), records=tuple(records), obstacle=obstacle)
        record = Record(name=name, checksum=directory.checksum(name))
        found.append(Replacement(record=record, names=tuple(one.name for one in listed)))
    return _settled(applied, records, found)


def kept_folder(directory: Directory, name: str) -> str:
    """Return where the files are kept that a migration replaces, as the user would type it."""
    return os.path.join(directory.path, KEPT_FOLDER, bare_name(name))  # noqa: PTH118


def stand_ins(directory: Directory) -> dict[str, str]:
    """Return for each replaced migration what stands for it; this reads all files."""
    return {one.name: name for name, replaced in _standing_for(directory) for one in replaced}


def _standing_for(directory: Directory) -> Iterator[tuple[str, tuple[Replaced, ...]]]:
    """Yield the migrations that stand for others; files that cannot be read are told elsewhere."""
    for entry in directory.entries:
        if entry.python:
            continue
        try:
            replaced = directory.source(entry.name).replaces
        except FluentError:
            continue
        if replaced:
            yield entry.name, replaced


def _settled(
    applied: Sequence[AppliedMigration],
    records: Sequence[StepRecord],
    found: Sequence[Replacement],
) -> Settled:
    by_old = {name: one for one in found for name in one.names}
    scripts = {script for one in found for script in one.scripts}
    latest = {
        one.record.name: max(row.applied_at for row in applied if row.name in one.names)
        for one in found
    }
    rows: list[AppliedMigration] = []
    done: set[str] = set()
    for row in applied:
        one = by_old.get(row.name)
        if one is None:
            rows.append(row)
        elif one.record.name not in done:
            done.add(one.record.name)
            when = latest[one.record.name]
            name, checksum = one.record.name, one.record.checksum
            rows.append(replace(row, name=name, checksum=checksum, applied_at=when))
    return Settled(
        applied=tuple(rows),
        records=tuple(record for record in records if record.script not in scripts),
        replacements=tuple(found),
    )


def _obstacle(
    directory: Directory,
    name: str,
    replaced: Sequence[Replaced],
    known: dict[str, AppliedMigration],
) -> MigrationError | None:
    """Return why a migration cannot be taken for applied, None where it can."""
    edited = [r.name for r in replaced if r.name in known and known[r.name].checksum != r.checksum]
    if edited:
        listed = ", ".join(f'"{one}"' for one in edited[:3])
        return ChecksumMismatch(
            f'{listed} was applied with another content than the one that "{name}" replaces',
            place=directory.place(name),
            hint=f"see what differs, then accept it there with --allow-changed; "
            f"{_way_on(directory, name, known)}",
        )
    left = [one.name for one in replaced if one.name not in known]
    if not left:
        return None
    return MigrationError(
        f"the database has applied {len(replaced) - len(left)} of the {len(replaced)} migrations "
        f'that "{name}" replaces; the next is "{left[0]}"',
        place=directory.place(name),
        hint=_way_on(directory, name, known),
    )


def _way_on(directory: Directory, name: str, known: Iterable[str]) -> str:
    """Return the command that runs the rest of the old files, where ``known`` are applied."""
    folder = kept_folder(directory, name)
    newer = [one for one in known if not _is_kept(one, directory, name, folder)]
    words = "".join(f" --allow-changed {one.partition('_')[0]}" for one in newer)
    command = f"FLUENT_MIGRATIONS_DIR={folder} doit migrate{words}"
    if os.path.isdir(folder):  # noqa: PTH112 - pathlib is not needed here
        return f"first run the others with their old files: {command}; then doit migrate"
    return (
        f"bring the old files back from version control, as {folder}/, and run the others: "
        f"{command}; then doit migrate"
    )


def _is_kept(applied: str, directory: Directory, name: str, folder: str) -> bool:
    """Say whether an old file is among those kept for a migration; else it is newer than them."""
    if os.path.isdir(folder):  # noqa: PTH112 - as above
        return os.path.exists(os.path.join(folder, applied))  # noqa: PTH110, PTH118
    return all(applied != entry.name for entry in directory.entries)
