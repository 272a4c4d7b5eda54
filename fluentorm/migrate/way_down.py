"""The way back as it is, with the steps that cannot be taken: to be shown, where a plan refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.errors import ChecksumMismatch, MigrationError
from fluentorm.migrate.history import resolve
from fluentorm.migrate.plan import Selection, down_step, rows_to_revert
from fluentorm.migrate.replaced import settle
from fluentorm.migrate.status import compare
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from fluentorm.dialects.base import AppliedMigration
    from fluentorm.migrate.directory import Directory, Entry
    from fluentorm.migrate.plan import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One migration on the way back: its step, or why there is none."""

    name: str
    step: Step | None = None
    obstacle: MigrationError | None = None


def way_down(
    directory: Directory,
    applied: Sequence[AppliedMigration],
    selection: Selection,
    *,
    allow_changed: Iterable[str] = (),
) -> tuple[Stage, ...]:
    """Return the stages of the way back, the last applied first.

    Raises UnknownVersion, and MigrationError for a migration to go back to that is not applied.
    """
    applied = settle(directory, applied).require().applied
    rows = rows_to_revert(directory, applied, selection)
    names = [row.name for row in applied]
    allowed = {resolve(reference, names) for reference in allow_changed}
    changed = {state.name for state in compare(directory, rows).changed} - allowed
    entries = {entry.name: entry for entry in directory.entries}
    return tuple(_stage(directory, row, entries.get(row.name), changed) for row in rows)


def _stage(
    directory: Directory, row: AppliedMigration, entry: Entry | None, changed: Collection[str]
) -> Stage:
    try:
        step = down_step(directory, row, entry)
    except MigrationError as error:
        return Stage(name=row.name, obstacle=error)
    if row.name not in changed:
        return Stage(name=row.name, step=step)
    edited = ChecksumMismatch(
        f'"{row.name}" was changed after it was applied',
        place=directory.place(row.name),
        hint=f"bring it back, or accept it: --allow-changed {row.name}",
    )
    return Stage(name=row.name, step=step, obstacle=edited)
