"""The state of every migration: what the folder and the tracking table say together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.errors import FileFormat, MissingFile
from fluentorm.migrate.halfway import HalfWay, half_way
from fluentorm.migrate.replaced import settle
from fluentorm.values import dataclass

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from fluentorm.dialects.base import AppliedMigration, Session
    from fluentorm.dialects.running import StepRecord
    from fluentorm.errors import MigrationError
    from fluentorm.migrate.directory import Directory
    from fluentorm.migrate.replaced import Replacement


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationState:
    """One migration; ``applied_at`` (UTC) is None while it is pending.

    ``changed``: its file was edited after it was applied. ``missing``: it was applied, and its
    file is gone. ``out_of_order``: it is pending and sorts before one that is applied.
    ``half_way``: it stopped between two steps. ``contract``: it is pending until somebody says that
    its time has come.
    """

    name: str
    applied_at: datetime.datetime | None = None
    changed: bool = False
    missing: bool = False
    out_of_order: bool = False
    half_way: HalfWay | None = None
    contract: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """All migrations: ``applied`` in order of application, ``pending`` in order of version.

    ``replaced`` are those applied by their old names, ``obstacle`` is why that cannot be told.
    """

    applied: tuple[MigrationState, ...] = ()
    pending: tuple[MigrationState, ...] = ()
    replaced: tuple[Replacement, ...] = ()
    obstacle: MigrationError | None = None

    @property
    def changed(self) -> tuple[MigrationState, ...]:
        """The applied ones whose file was edited since."""
        return tuple(state for state in self.applied if state.changed)

    @property
    def missing(self) -> tuple[MigrationState, ...]:
        """The applied ones whose file is gone."""
        return tuple(state for state in self.applied if state.missing)

    @property
    def out_of_order(self) -> tuple[MigrationState, ...]:
        """The pending ones that sort before an applied one."""
        return tuple(state for state in self.pending if state.out_of_order)

    @property
    def half_way(self) -> tuple[MigrationState, ...]:
        """Those that stopped between two steps."""
        return tuple(state for state in (*self.applied, *self.pending) if state.half_way)

    @property
    def foreign(self) -> bool:
        """Whether the database was migrated from another folder: it knows none of these files."""
        return bool(self.applied) and all(state.missing for state in self.applied)


def compare(
    directory: Directory,
    applied: Sequence[AppliedMigration],
    records: Sequence[StepRecord] = (),
) -> Status:
    """Return the state of every migration; this reads their files.

    One that is empty or not text counts as changed. ``records`` are the rows of steps. Raises
    FileFormat for one that cannot be read.
    """
    entries = {entry.name: entry for entry in directory.entries}
    known = {row.name for row in applied}
    halves = {half.name: half for half in half_way(records, known)}
    states = []
    for row in applied:
        missing = row.name not in entries
        changed = not missing and directory.checksum(row.name) != row.checksum
        states.append(
            MigrationState(
                name=row.name,
                applied_at=row.applied_at,
                changed=changed,
                missing=missing,
                half_way=halves.get(row.name),
            )
        )
    latest = max((entry.key for entry in directory.entries if entry.name in known), default=None)
    pending = []
    for entry in directory.entries:
        if entry.name not in known:
            contract = _contract(directory, entry.name)
            late = latest is not None and entry.key < latest and contract is None
            half = halves.pop(entry.name, None)
            pending.append(
                MigrationState(name=entry.name, out_of_order=late, half_way=half, contract=contract)
            )
    pending += [  # begun, and then the file vanished
        MigrationState(name=half.name, half_way=half, missing=True)
        for half in halves.values()
        if not half.back
    ]
    return Status(applied=tuple(states), pending=tuple(pending))


def status(session: Session, directory: Directory) -> Status:
    """Return the state of every migration in a database; nothing is written.

    Migrations that another one replaces count as that one.
    """
    settled = settle(directory, session.applied(), session.step_records())
    found = compare(directory, settled.applied, settled.records)
    return replace(found, replaced=settled.replacements, obstacle=settled.obstacle)


def _contract(directory: Directory, name: str) -> str | None:
    """Return what a pending migration concludes; a file that cannot be read concludes nothing."""
    try:
        return directory.source(name).contract
    except (FileFormat, MissingFile):
        return None
