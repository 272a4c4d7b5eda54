"""Which migrations a command will run, in which order, decided before anything runs.

A plan is made from the folder and the rows of the tracking table alone, so that it can be shown
instead of run, and made again under the lock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.base import Record
from fluentorm.errors import (
    FileFormat,
    Irreversible,
    MigrationError,
    MissingFile,
    OutOfOrder,
    Place,
)
from fluentorm.migrate.halfway import half_way, require_no_rollback, require_none_forward
from fluentorm.migrate.history import require_intact, resolve
from fluentorm.migrate.names import down_name
from fluentorm.migrate.replaced import settle
from fluentorm.migrate.status import compare
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fluentorm.dialects.base import AppliedMigration, Script
    from fluentorm.dialects.running import StepRecord
    from fluentorm.migrate.directory import Directory, Entry
    from fluentorm.migrate.header import Need
    from fluentorm.migrate.replaced import Replacement
    from fluentorm.migrate.source import Source
    from fluentorm.migrate.status import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One file to be run: the migration it belongs to, its checksum, and the script."""

    name: str
    checksum: str
    script: Script
    needs: tuple[Need, ...] = ()

    @property
    def record(self) -> Record:
        """What the tracking table says when the up file was run."""
        return Record(name=self.name, checksum=self.checksum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The steps in the order they run; ``accepted`` are changed files to be recorded anew.

    ``contracts`` are left out because their time has not come; ``replacements`` are to be recorded
    in place of others.
    """

    steps: tuple[Step, ...] = ()
    accepted: tuple[Record, ...] = ()
    out_of_order: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
    replacements: tuple[Replacement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """How far to go: up to (or back to) a migration, so many of them, or all there are."""

    to: str | None = None
    steps: int | None = None
    everything: bool = False

    def __post_init__(self) -> None:
        if (self.to is not None) + (self.steps is not None) + self.everything > 1:
            raise MigrationError(
                "--to, --steps and --all contradict each other", hint="give one of them"
            )
        if self.steps is not None and self.steps < 1:
            raise MigrationError(
                f"--steps is {self.steps}, and must be 1 or more", hint="--steps 1"
            )


def plan_up(
    directory: Directory,
    applied: Sequence[AppliedMigration],
    selection: Selection,
    *,
    strict: bool = False,
    allow_changed: Iterable[str] = (),
    records: Sequence[StepRecord] = (),
    contract: bool = False,
    command: str = "doit migrate",
) -> Plan:
    """Plan to apply what is pending, in order of version; what is half-way comes first.

    ``records`` are the rows of steps. Contract migrations are left out, unless ``contract`` is
    given, or the table is made by the same plan.

    Raises ChecksumMismatch and MissingFile for applied files that changed or vanished,
    UnknownVersion, OutOfOrder with ``strict``, FileFormat for files that cannot be read,
    MigrationError where one is half rolled back.
    """
    settled = settle(directory, applied, records).require()
    applied, records = settled.applied, settled.records
    status = compare(directory, applied, records)
    require_no_rollback([state.half_way for state in status.half_way if state.half_way])
    _require_begun(status, directory)
    allowed = _allowed(allow_changed, directory, applied)
    require_intact(status, directory, allowed=allowed, command=command)
    chosen = _selected(directory, status, selection)
    pending, contracts = (chosen, ()) if contract else _without_contracts(directory, chosen)
    late = {state.name for state in status.out_of_order}
    out_of_order = tuple(entry.name for entry in pending if entry.name in late)
    if strict and out_of_order:
        names = ", ".join(f'"{name}"' for name in out_of_order)
        raise OutOfOrder(
            f"pending, but older than what is applied: {names}",
            hint="give them a newer version by renaming their files, or leave --strict out",
        )
    return Plan(
        steps=tuple(_up_step(directory, entry) for entry in pending),
        accepted=tuple(
            Record(name=state.name, checksum=directory.checksum(state.name))
            for state in status.changed
        ),
        out_of_order=out_of_order,
        contracts=contracts,
        replacements=settled.replacements,
    )


def _require_begun(status: Status, directory: Directory) -> None:
    """Refuse to leave a migration half-way whose file vanished. Raises MissingFile."""
    for state in status.pending:
        if state.missing:
            raise MissingFile(
                f'"{state.name}" is {state.half_way}, and its file is gone',
                place=directory.place(state.name),
                hint="bring it back from version control",
            )


def _without_contracts(
    directory: Directory, pending: Sequence[Entry]
) -> tuple[list[Entry], tuple[str, ...]]:
    """Leave out the contract migrations whose time has not come, and return their names.

    Where the same plan makes the table and expands it, nobody can use the old form any more.
    Raises FileFormat for one that concludes no migration there is.
    """
    names = {entry.name for entry in pending}
    known = {entry.name for entry in directory.entries}
    made: set[str | None] = set()
    kept, left = [], []
    for entry in pending:
        source = directory.source(entry.name)
        if source.contract is None:
            header = source.header
            if header.kind == "create_table":
                made.add(header.table)
            kept.append(entry)
        elif source.contract not in known:
            raise FileFormat(
                f'"Contract" names "{source.contract}", which is no migration',
                place=Place(source.path),
                hint="write the file name of the migration that this one concludes",
            )
        elif source.contract in names and source.header.table in made:
            kept.append(entry)
        else:
            left.append(entry.name)
    return kept, tuple(left)


def _allowed(
    references: Iterable[str], directory: Directory, applied: Sequence[AppliedMigration]
) -> set[str]:
    """Return the names that --allow-changed gives; gone ones are known from their rows."""
    names = dict.fromkeys([row.name for row in applied])
    names.update(dict.fromkeys(entry.name for entry in directory.entries))
    return {resolve(reference, tuple(names)) for reference in references}


def _selected(directory: Directory, status: Status, selection: Selection) -> list[Entry]:
    """Return the pending entries that a selection means; none when its target is applied.

    What is half-way comes first, whatever its version: all else would build on an unknown state.
    """
    waiting = {state.name: state for state in status.pending}
    pending = [entry for entry in directory.entries if entry.name in waiting]
    pending.sort(key=lambda entry: waiting[entry.name].half_way is None)
    if selection.to is not None:
        names = [entry.name for entry in directory.entries]
        gone = [state.name for state in status.missing]
        target = resolve(selection.to, names + gone)
        if target not in waiting:
            return []
        return pending[: [entry.name for entry in pending].index(target) + 1]
    return pending[: selection.steps]


def _up_step(directory: Directory, entry: Entry) -> Step:
    source = directory.source(entry.name)
    needs = source.header.needs
    return Step(name=entry.name, checksum=source.checksum, script=source.script, needs=needs)


def plan_down(
    directory: Directory,
    applied: Sequence[AppliedMigration],
    selection: Selection,
    *,
    allow_changed: Iterable[str] = (),
    records: Sequence[StepRecord] = (),
    command: str = "doit migrate_down",
) -> Plan:
    """Plan to roll back, the last applied first; one step when nothing is selected.

    ``selection.to`` is the migration to go back to, which itself stays applied.

    Raises UnknownVersion, ChecksumMismatch when an up file is not what was applied, MissingFile
    when a file is gone, Irreversible when a down file says so, FileFormat when it cannot be read,
    MigrationError while one is half applied.
    """
    settled = settle(directory, applied, records).require()
    applied, records = settled.applied, settled.records
    require_none_forward(half_way(records, {row.name for row in applied}))
    rows = rows_to_revert(directory, applied, selection)
    status = compare(directory, rows)
    allowed = _allowed(allow_changed, directory, applied)
    require_intact(status, directory, allowed=allowed, command=command)
    entries = {entry.name: entry for entry in directory.entries}
    return Plan(steps=tuple(down_step(directory, row, entries.get(row.name)) for row in rows))


def rows_to_revert(
    directory: Directory, applied: Sequence[AppliedMigration], selection: Selection
) -> list[AppliedMigration]:
    """Return what a selection means to roll back, the last applied first.

    Raises UnknownVersion, and MigrationError for a migration to go back to that is not applied.
    """
    rows = list(reversed(applied))
    if selection.everything:
        return rows
    if selection.to is None:
        return rows[: selection.steps or 1]
    names = [row.name for row in applied]
    known = set(names)
    others = [entry.name for entry in directory.entries if entry.name not in known]
    target = resolve(selection.to, names + others)
    if target not in known:
        raise MigrationError(
            f'"{target}" is not applied, so there is no way back to it',
            hint=f"the last applied one is {names[-1]}" if names else "nothing is applied",
        )
    return rows[: names[::-1].index(target)]


def down_step(directory: Directory, row: AppliedMigration, entry: Entry | None) -> Step:
    """Return the step that rolls one migration back.

    Raises MissingFile, Irreversible, FileFormat.
    """
    wanted = directory.place(down_name(row.name))
    if entry is None:
        raise MissingFile(
            f'"{row.name}" cannot be rolled back: its files are gone',
            place=wanted,
            hint="bring them back from version control",
        )
    if entry.python:
        return _python_step(directory.source(entry.name), row)
    if entry.down is None:
        raise MissingFile(
            f'"{row.name}" cannot be rolled back: it has no down file',
            place=wanted,
            hint="write that file",
        )
    source = directory.source(entry.down)
    reason = source.header.irreversible
    if reason is not None:
        raise _irreversible(row.name, reason or "its down file says so", source.path)
    needs = source.header.needs
    return Step(name=row.name, checksum=row.checksum, script=source.script, needs=needs)


def _python_step(source: Source, row: AppliedMigration) -> Step:
    """Return the step back of a migration in Python. Raises Irreversible where it has none."""
    reason, script = source.header.irreversible, source.way_back
    if reason is not None or script is None:
        raise _irreversible(row.name, reason or "it has no function down(db)", source.path)
    needs = source.header.needs
    return Step(name=row.name, checksum=row.checksum, script=script, needs=needs)


def _irreversible(name: str, reason: str, path: str) -> Irreversible:
    return Irreversible(
        f'"{name}" cannot be rolled back: {reason}',
        place=Place(path),
        hint="restore a backup, or write a new migration that goes forward",
    )


def plan_baseline(
    directory: Directory,
    applied: Sequence[AppliedMigration],
    to: str | None,
    *,
    records: Sequence[StepRecord] = (),
    command: str = "doit migrate",
) -> tuple[Record, ...]:
    """Return the records of the pending migrations up to one, which will not be run.

    Raises what ``plan_up`` raises, and MigrationError while one is half applied.
    """
    settled = settle(directory, applied, records).require()
    require_none_forward(half_way(settled.records, {row.name for row in settled.applied}))
    plan = plan_up(directory, applied, Selection(to=to), contract=True, command=command)
    return tuple(step.record for step in plan.steps)
